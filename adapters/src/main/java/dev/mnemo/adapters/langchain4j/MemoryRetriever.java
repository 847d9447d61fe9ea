package dev.mnemo.adapters.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.mnemo.adapters.ChatName;
import dev.mnemo.adapters.Cited;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.recall.Cue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Gives a model what comes to mind about the person who talks to it.
///
/// Every content has its citation as metadata of its segment (see {@link Cited#metadata}): `id` of the memory or the
/// message, `source`, `score`, times. Texts are what people said: data, to be put between what delimits it, never
/// instructions. What the chat memory of the query holds already is left out.
public final class MemoryRetriever implements ContentRetriever {
    private final NeuroMemory memory;
    private final Function<Query, String> userId;
    private final Function<String, Cue> cue;

    /// Recalls for the person whom the chat memory's id names, as {@link ChatName#of} reads it.
    ///
    /// @param memory stays open when this retriever is not used any more
    public MemoryRetriever(NeuroMemory memory) {
        this(memory, MemoryRetriever::user, Cue::of);
    }

    /// @param memory stays open when this retriever is not used any more
    /// @param userId who asks a query
    /// @param cue what to ask for a text: how many hits, which kinds, how many tokens
    public MemoryRetriever(NeuroMemory memory, Function<Query, String> userId, Function<String, Cue> cue) {
        this.memory = memory;
        this.userId = userId;
        this.cue = cue;
    }

    private static String user(Query query) {
        return Optional.ofNullable(query.metadata())
                .flatMap(metadata -> Optional.ofNullable(metadata.chatMemoryId()))
                .map(id -> ChatName.of(id).userId())
                .orElseThrow(() -> new Refusal("The query does not say whose it is: give the AI service a @MemoryId,"
                        + " or the retriever a function that names the user."));
    }

    @Override
    public List<Content> retrieve(Query query) {
        var user = userId.apply(query);
        var recalled = memory.recall(user, cue.apply(query.text()));
        return Cited.of(memory, user, recalled, seen(query)).stream()
                .map(MemoryRetriever::content)
                .toList();
    }

    private static Content content(Cited cited) {
        return Content.from(
                TextSegment.from(cited.hit().text(), new Metadata(cited.metadata())),
                Map.of(ContentMetadata.SCORE, cited.hit().score()));
    }

    private static Set<String> seen(Query query) {
        var seen = new HashSet<String>();
        seen.add(query.text());
        var chat = Optional.ofNullable(query.metadata())
                .flatMap(metadata -> Optional.ofNullable(metadata.chatMemory()))
                .orElse(List.<ChatMessage>of());
        chat.forEach(message -> seen.add(Messages.line(message).content()));
        return seen;
    }
}
