package dev.mnemo.user.extract.model;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.LooseJson;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.user.extract.Extractor;
import dev.mnemo.user.extract.Finding;
import dev.mnemo.user.extract.Window;
import dev.mnemo.user.talk.Message;
import java.util.ArrayList;
import java.util.List;

/// Finds memories by a language model. What people said is handed over as data; what comes back is checked field by
/// field before anything is believed.
public final class ModelExtractor implements Extractor {
    private static final int OUTPUT_TOKENS_MAX = 4_096;

    private final LanguageModel model;

    public ModelExtractor(LanguageModel model) {
        this.model = model;
    }

    @Override
    public boolean wantsKnown() {
        return true;
    }

    /// An answer that ran out of room is asked for again in two halves; of one message, the part that did arrive
    /// counts.
    @Override
    public List<Finding> find(Window window) {
        var answer = model.answer(Prompt.SYSTEM, Prompt.of(window), OUTPUT_TOKENS_MAX);
        int messages = window.messages().size();
        if (answer.cutOff() && messages > 1) {
            var found = new ArrayList<>(find(part(window, 0, messages / 2)));
            found.addAll(find(part(window, messages / 2, messages)));
            return found;
        }
        Json.Obj told = LooseJson.object(answer.text(), answer.cutOff());
        return new Reading(window).findings(told);
    }

    private static Window part(Window window, int from, int to) {
        var context = new ArrayList<Message>(window.context());
        context.addAll(window.messages().subList(0, from));
        return new Window(context, window.messages().subList(from, to), window.known(), window.zone());
    }
}
