package dev.mnemo.app.rest;

import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Param;
import dev.mnemo.app.rest.PersonViews.FoundMemory;
import dev.mnemo.app.rest.PersonViews.FoundMessage;
import dev.mnemo.app.rest.PersonViews.FoundRelation;
import dev.mnemo.app.rest.PersonViews.Merged;
import dev.mnemo.app.rest.PersonViews.NamedTime;
import dev.mnemo.app.rest.PersonViews.RecallView;
import dev.mnemo.app.rest.PersonViews.StepView;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.recall.Cue;
import dev.mnemo.user.recall.Hit;
import dev.mnemo.user.recall.Kind;
import dev.mnemo.user.recall.Recipe;
import dev.mnemo.user.recall.Relation;
import dev.mnemo.user.recall.Remembered;
import dev.mnemo.user.recall.Source;
import dev.mnemo.user.talk.Message;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `POST /api/users/{user}/recall`.
final class RecallCall {
    static final int QUERY_CHARS_MAX = 200_000;
    private static final long MILLIS = 1_000;

    private RecallCall() {}

    /// A question to the memory of one person.
    record Ask(
            @Param(
                    value = "What is asked, in words; empty for what is recent and important.",
                    byDefault = "",
                    max = QUERY_CHARS_MAX)
            String query,

            @Param(value = "The most results.", byDefault = "20", min = 1, max = Cue.LIMIT_MAX)
            int limit,

            @Param(
                    value = "Seconds in which freshness fades to a third; 30 days if 0.",
                    byDefault = "0",
                    max = 3_155_760_000L)
            double decayRate,

            @Param(value = "Whether what was said comes back beside memories.", byDefault = "true")
            boolean includeConversations,

            @Param(
                    value =
                            "Only memories of these types: fact, episodic, insight, trait, procedural, general, document.",
                    byDefault = "",
                    max = 10)
            List<String> memoryType,

            @Param(value = "Only what was said or noted then or later." + Moments.ABOUT, byDefault = "")
            String createdAfter,

            @Param(value = "Only what was said or noted before." + Moments.ABOUT, byDefault = "")
            String createdBefore,

            @Param(value = "Only what took place then or later." + Moments.ABOUT, byDefault = "")
            String eventAfter,

            @Param(value = "Only what took place before." + Moments.ABOUT, byDefault = "")
            String eventBefore,

            @Param(value = "Answer as of then: what was believed at that moment." + Moments.ABOUT, byDefault = "")
            String asOf,

            @Param(
                    value = "The way of ranking; the server's if not given.",
                    byDefault = "",
                    oneOf = {"", "hybrid", "classic"})
            String recipe,

            @Param(
                    value = "The most tokens that all results together may have; 0 for any number.",
                    byDefault = "0",
                    max = Integer.MAX_VALUE)
            int maxTokens,

            @Param(
                    value = "Whose yesterday: a zone such as Europe/Berlin; the person's own if not given, else UTC.",
                    byDefault = "",
                    max = 100)
            String timeZone,

            @Param(value = "Whether to say what each stage of the ranking did.", byDefault = "false")
            boolean explain) {
        /// @param own where the person is
        Cue cue(Supplier<ZoneId> own) {
            return new Cue(
                    query,
                    limit,
                    decayRate <= 0 ? Cue.DECAY_DEFAULT : Duration.ofMillis(Math.max(1, (long) (decayRate * MILLIS))),
                    kinds(),
                    Moments.of("created_after", createdAfter),
                    Moments.of("created_before", createdBefore),
                    Moments.of("event_after", eventAfter),
                    Moments.of("event_before", eventBefore),
                    Moments.of("as_of", asOf),
                    Optional.empty(),
                    maxTokens == 0 ? Cue.TOKENS_UNLIMITED : maxTokens,
                    timeZone.isEmpty() ? own.get() : Moments.zone(timeZone),
                    explain);
        }

        private Set<Kind> kinds() {
            var kinds = memoryType.isEmpty()
                    ? EnumSet.complementOf(EnumSet.of(Kind.MESSAGE))
                    : memoryType.stream()
                            .map(Ask::kind)
                            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
            if (includeConversations && memoryType.isEmpty()) {
                kinds.add(Kind.MESSAGE);
            }
            return kinds;
        }

        private static Kind kind(String word) {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind != Kind.MESSAGE
                            && kind.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("'" + word.substring(0, Math.min(word.length(), 60))
                            + "' is no type of memory; types are fact, episodic, insight, trait, procedural, general,"
                            + " document."));
        }
    }

    static Response answer(NeuroMemory memory, Request request, Ask ask) {
        var user = Tenants.user(request);
        var cue = ask.cue(() -> memory.conversations().timeZone(user).orElse(ZoneOffset.UTC));
        var recalled = ask.recipe().isEmpty()
                ? memory.recall(user, cue)
                : memory.recall(user, cue, Recipe.named(ask.recipe()));
        var found = recalled.found();
        var rows = new Rowed(
                memory,
                user,
                Stream.of(found.hits(), found.memories(), found.messages())
                        .flatMap(List::stream)
                        .toList());
        return Rows.json(new RecallView(
                found.memories().stream()
                        .flatMap(hit -> rows.memory(hit).map(one -> FoundMemory.of(one, hit.factors())).stream())
                        .toList(),
                found.messages().stream()
                        .flatMap(hit -> rows.message(hit).map(one -> FoundMessage.of(one, hit.factors())).stream())
                        .toList(),
                found.relations().stream().map(FoundRelation::of).toList(),
                found.relations().stream().map(Relation::line).toList(),
                recalled.userProfile(),
                found.hits().stream()
                        .filter(hit -> hit.source() == Source.GRAPH || rows.isThere(hit))
                        .map(hit -> Merged.of(hit, rows.memory(hit), rows.message(hit), ask.explain()))
                        .toList(),
                found.time()
                        .map(time -> new NamedTime(
                                time.words(), time.span().from(), time.span().until(), time.explicit())),
                found.tokens(),
                found.trace().steps().stream()
                        .map(step -> new StepView(step.row(), step.stage(), step.value(), step.note()))
                        .toList()));
    }

    /// The rows behind hits, read together. What was removed since the recall is not there.
    private static final class Rowed {
        private final Map<Long, Memory> memories;
        private final Map<Long, Message> messages;

        Rowed(NeuroMemory memory, String user, List<Hit> hits) {
            memories = bySeq(memory.memories().numbered(user, seqs(hits, false)), Memory::seq);
            messages = bySeq(memory.conversations().numbered(user, seqs(hits, true)), Message::seq);
        }

        private static List<Long> seqs(List<Hit> hits, boolean ofMessages) {
            return hits.stream()
                    .flatMap(hit -> hit.memory().stream())
                    .filter(one -> (one.kind() == Kind.MESSAGE) == ofMessages)
                    .map(Remembered::id)
                    .distinct()
                    .toList();
        }

        private static <T> Map<Long, T> bySeq(List<T> rows, Function<T, Long> seq) {
            return rows.stream().collect(Collectors.toMap(seq, Function.identity()));
        }

        Optional<Memory> memory(Hit hit) {
            return Optional.ofNullable(memories.get(seq(hit)));
        }

        Optional<Message> message(Hit hit) {
            return Optional.ofNullable(messages.get(seq(hit)));
        }

        boolean isThere(Hit hit) {
            return memory(hit).isPresent() || message(hit).isPresent();
        }

        private static long seq(Hit hit) {
            return hit.memory().map(Remembered::id).orElse(-1L);
        }
    }
}
