package dev.mnemo.user.extract.model;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.kernel.text.Secrets;
import dev.mnemo.user.extract.Finding;
import dev.mnemo.user.extract.Finding.Tie;
import dev.mnemo.user.extract.Window;
import dev.mnemo.user.extract.rule.Attribute;
import dev.mnemo.user.fact.Emotion;
import dev.mnemo.user.fact.EventTime;
import dev.mnemo.user.fact.Memory;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.fact.Slot;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.time.TimeExpressions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes what a model answered apart, field by field. A field that is wrong costs that field; an item without usable
/// words costs that item; nothing costs the rest.
final class Reading {
    /// Items of one kind that are looked at.
    private static final int ITEMS_MAX = 100;

    private static final int CONTENT_CHARS_MAX = 1_000;
    private static final int WORD_CHARS_MAX = 60;
    private static final int NAMES_MAX = 20;
    private static final double CONFIDENCE_DEFAULT = 0.8;

    /// Ties less sure than this are left out.
    private static final double TIE_CONFIDENCE_MIN = 0.6;

    private static final Pattern VAGUE = Pattern.compile("(?i).*(?:\\b(?:some kind of|a certain|some things|a type of"
            + "|certain things|various things|something|someone)\\b|某种|某个|某些|某事物|某活动|某项|某位).*");
    private static final Set<String> CATEGORIES = Set.of(
            "work",
            "skill",
            "hobby",
            "personal",
            "education",
            "location",
            "health",
            "relationship",
            "finance",
            "identity",
            "preference",
            "workflow",
            "values");
    private static final Set<String> CONTEXTS = Set.of("work", "personal", "social", "learning", "general");
    private static final Set<String> NODE_TYPES =
            Set.of("user", "person", "organization", "location", "skill", "entity");

    private final Window window;

    Reading(Window window) {
        this.window = window;
    }

    List<Finding> findings(Json.Obj told) {
        var findings = new ArrayList<Finding>();
        items(told, "facts").forEach(item -> fact(item).ifPresent(findings::add));
        items(told, "ended").forEach(item -> ended(item).ifPresent(findings::add));
        items(told, "episodes").forEach(item -> episode(item).ifPresent(findings::add));
        items(told, "procedures").forEach(item -> procedure(item).ifPresent(findings::add));
        items(told, "triples").forEach(item -> tie(item, findings));
        return findings;
    }

    private static List<Json.Obj> items(Json.Obj told, String kind) {
        return told.array(kind).objects().stream().limit(ITEMS_MAX).toList();
    }

    private Optional<Finding> fact(Json.Obj item) {
        return content(item).map(words -> {
            var memory = about(NewMemory.of(MemoryType.FACT, words), item)
                    .withContext(
                            word(item, "context").filter(CONTEXTS::contains).orElse("unspecified"));
            var slotted = slot(item)
                    .map(slot -> memory.withSlot(slot.subject(), slot.attribute()))
                    .orElse(memory);
            return new Finding.Learned(
                    slotted, Optional.empty(), known(item, "replaces").map(Memory::id));
        });
    }

    /// A fact about a known attribute goes by our own cardinality; about another one, by the model's.
    private static Optional<Slot> slot(Json.Obj item) {
        var attribute = word(item, "attribute").map(word -> word.replaceAll("[\\s-]+", "_"));
        var subject = text(item, "subject", Slot.PART_CHARS_MAX).orElse(Attribute.USER);
        var value = text(item, "value", WORD_CHARS_MAX * 2);
        if (attribute.isEmpty()) {
            return Optional.empty();
        }
        var owner = subject.equalsIgnoreCase(Attribute.USER) ? Attribute.USER : subject;
        var ours = Attribute.of(attribute.get());
        boolean single = ours.map(Attribute::isSingle).orElse(item.isTrue("single"));
        if (!single && value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ours.map(one -> one.slot(owner, value.orElse("")))
                .orElseGet(() -> new Slot(
                        owner,
                        single
                                ? attribute.get()
                                : attribute.get() + "/" + value.get().toLowerCase(Locale.ROOT))));
    }

    private Optional<Finding> ended(Json.Obj item) {
        return known(item, "known")
                .map(memory -> new Finding.Ended(
                        Optional.empty(),
                        "",
                        Optional.of(memory.id()),
                        Optional.of(last(item).saidAt()),
                        sources(item)));
    }

    private Optional<Finding> episode(Json.Obj item) {
        return content(item).map(words -> {
            var memory = about(NewMemory.of(MemoryType.EPISODIC, words), item)
                    .withTemporality(item.isTrue("planned") ? "prospective" : "current")
                    .withMetadata(details(item));
            return new Finding.Learned(
                    event(item).map(memory::withEvent).orElse(memory), Optional.empty(), Optional.empty());
        });
    }

    private Optional<Finding> procedure(Json.Obj item) {
        return content(item).map(words -> {
            var steps = item.array("steps").strings().stream()
                    .map(step -> cut(Plain.line(step), CONTENT_CHARS_MAX))
                    .filter(step -> !step.isBlank())
                    .limit(NAMES_MAX)
                    .toList();
            var memory = about(NewMemory.of(MemoryType.PROCEDURAL, words), item)
                    .withMetadata(Json.Obj.EMPTY.with("procedure_steps", Json.strings(steps)));
            return new Finding.Learned(memory, Optional.empty(), Optional.empty());
        });
    }

    /// A tie goes with the first finding whose words hold its object, and else by itself is left out: every edge has a
    /// memory that tells why.
    private void tie(Json.Obj item, List<Finding> findings) {
        var subject = text(item, "subject", Slot.PART_CHARS_MAX);
        var relation = word(item, "relation");
        var object = text(item, "object", Slot.PART_CHARS_MAX);
        if (subject.isEmpty()
                || relation.isEmpty()
                || object.isEmpty()
                || within(item, "confidence", 0, 1).orElse(1.0) < TIE_CONFIDENCE_MIN) {
            return;
        }
        var tie = new Tie(
                nodeType(item, "subject_type"),
                subject.get(),
                relation.get(),
                nodeType(item, "object_type"),
                object.get(),
                item.isTrue("single"));
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i) instanceof Finding.Learned(var memory, var known, var replaces)
                    && known.isEmpty()
                    && memory.content()
                            .toLowerCase(Locale.ROOT)
                            .contains(object.get().toLowerCase(Locale.ROOT))) {
                findings.set(i, new Finding.Learned(memory, Optional.of(tie), replaces));
                return;
            }
        }
    }

    private static String nodeType(Json.Obj item, String key) {
        return word(item, key).filter(NODE_TYPES::contains).orElse("entity");
    }

    private NewMemory about(NewMemory memory, Json.Obj item) {
        var filed = memory.about(
                word(item, "category").filter(CATEGORIES::contains).orElse(NewMemory.CATEGORY_DEFAULT),
                within(item, "importance", 1, 10)
                        .map(value -> (int) Math.round(value))
                        .orElse(NewMemory.IMPORTANCE_DEFAULT),
                within(item, "confidence", 0, 1).orElse(CONFIDENCE_DEFAULT));
        var last = last(item);
        var placed = filed.withOrigin(last.sessionId(), last.saidAt(), sources(item));
        return emotion(item).map(placed::withEmotion).orElse(placed);
    }

    private static Optional<Emotion> emotion(Json.Obj item) {
        var told = item.object("emotion");
        var valence = within(told, "valence", -1, 1);
        var arousal = within(told, "arousal", 0, 1);
        return valence.isEmpty()
                ? Optional.empty()
                : Optional.of(new Emotion(
                        valence.get(),
                        arousal.orElse(0.0),
                        text(told, "label", Emotion.LABEL_CHARS_MAX).orElse("")));
    }

    /// The time in figures; if that is none, the time in words; both as seen from the message.
    private Optional<EventTime> event(Json.Obj item) {
        var said = last(item).saidAt().atZone(window.zone());
        for (var key : List.of("time", "time_words", "content")) {
            var mention = text(item, key, CONTENT_CHARS_MAX).flatMap(words -> TimeExpressions.first(words, said));
            if (mention.isPresent() && (mention.get().explicit() || !key.equals("content"))) {
                var span = mention.get().span();
                return Optional.of(new EventTime(
                        span.from(),
                        span.until(),
                        span.precision().name().toLowerCase(Locale.ROOT),
                        text(item, "time_words", WORD_CHARS_MAX)
                                .orElse(mention.get().words())));
            }
        }
        return Optional.empty();
    }

    private static Json.Obj details(Json.Obj item) {
        var details = Json.Obj.EMPTY;
        var people = item.array("people").strings().stream()
                .map(name -> cut(Plain.line(name), WORD_CHARS_MAX))
                .filter(name -> !name.isBlank())
                .limit(NAMES_MAX)
                .toList();
        details = people.isEmpty() ? details : details.with("people", Json.strings(people));
        var place = text(item, "location", WORD_CHARS_MAX);
        return place.isPresent() ? details.with("location", place.get()) : details;
    }

    /// Words that can be kept: not blank, not vague, no secret.
    private static Optional<String> content(Json.Obj item) {
        return text(item, "content", CONTENT_CHARS_MAX)
                .filter(words -> !VAGUE.matcher(words).matches())
                .filter(words -> !words.contains("[redacted"))
                .filter(words -> !Secrets.redact(words).changed());
    }

    private static Optional<String> text(Json.Obj item, String key, int charsMax) {
        return item.string(key)
                .map(Plain::line)
                .filter(words -> !words.isBlank())
                .map(words -> cut(words, charsMax));
    }

    private static Optional<String> word(Json.Obj item, String key) {
        return text(item, key, WORD_CHARS_MAX).map(words -> words.toLowerCase(Locale.ROOT));
    }

    private static Optional<Double> within(Json.Obj item, String key, double min, double max) {
        var value = item.number(key);
        return value.isPresent() && value.getAsDouble() >= min && value.getAsDouble() <= max
                ? Optional.of(value.getAsDouble())
                : Optional.empty();
    }

    private static String cut(String text, int charsMax) {
        return text.length() <= charsMax
                ? text
                : text.substring(
                        0, text.offsetByCodePoints(0, Math.min(charsMax / 2, text.codePointCount(0, text.length()))));
    }

    private Optional<Memory> known(Json.Obj item, String key) {
        return within(item, key, 1, window.known().size())
                .map(number -> window.known().get((int) Math.round(number) - 1));
    }

    private List<Message> messages(Json.Obj item) {
        var named = item.array("messages").items().stream()
                .filter(Json.Num.class::isInstance)
                .map(number -> (int) ((Json.Num) number).longValue() - 1)
                .filter(place -> place >= 0 && place < window.messages().size())
                .distinct()
                .sorted()
                .map(place -> window.messages().get(place))
                .toList();
        return named.isEmpty() ? window.messages() : named;
    }

    private Message last(Json.Obj item) {
        return messages(item).getLast();
    }

    private List<String> sources(Json.Obj item) {
        return messages(item).stream().map(Message::id).toList();
    }
}
