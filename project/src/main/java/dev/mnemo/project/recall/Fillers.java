package dev.mnemo.project.recall;

import dev.mnemo.kernel.text.Analysis;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Words with which people keep a conversation going. A message of nothing else asks for nothing.
final class Fillers {
    private static final String TEXT = """
            ok okay okey yes yeah yep yup no nope sure right alright great good nice cool fine perfect awesome excellent
            thanks thank thx ty please pls sorry hi hello hey there bye continue proceed go ahead keep going carry next
            agreed agree exactly indeed correct lgtm well done again now today hmm huh wow oh ah um let's let us try
            sounds looks seems works got it i'm im i'll ill you're really actually just also still yet
            """;

    private final Set<String> words;

    Fillers(Analysis analysis) {
        this.words = Set.copyOf(analysis.words(TEXT));
    }

    /// The different words of a message that are no fillers.
    List<String> without(List<String> messageWords) {
        var kept = new LinkedHashSet<>(messageWords);
        kept.removeAll(words);
        return List.copyOf(kept);
    }
}
