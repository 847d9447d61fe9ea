package dev.mnemo.user.extract.rule;

import dev.mnemo.user.extract.Extractor;
import dev.mnemo.user.extract.Finding;
import dev.mnemo.user.extract.Language;
import dev.mnemo.user.extract.Window;
import dev.mnemo.user.extract.rule.Tongue.Clause;
import dev.mnemo.user.fact.EventTime;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.Mood;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.talk.Message;
import dev.mnemo.user.time.Precision;
import dev.mnemo.user.time.TimeExpressions;
import dev.mnemo.user.time.TimeMention;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds memories by rules: what somebody says of themselves plainly, in earnest, in the words that people use for it.
/// It rather misses something than takes down what was not said; the messages themselves stay recallable.
public final class RuleExtractor implements Extractor {
    /// Characters of a message that are read; longer ones are documents, not talk.
    private static final int MESSAGE_CHARS_MAX = 4_000;

    /// Clauses of a message that are read.
    private static final int CLAUSES_MAX = 100;

    /// Characters of a clause; a longer one is no plain statement.
    private static final int CLAUSE_CHARS_MAX = 240;

    private static final int EPISODE_IMPORTANCE = 5;
    private static final String PROSPECTIVE = "prospective";

    /// The small word that leads to a time.
    private static final Pattern LAST_WORD = Pattern.compile("(?i)(?:\\s+(?:on|in|at|since|during|from|until))?\\s*$");

    private final Tongue english;
    private final Tongue chinese;

    public RuleExtractor(Tongue english, Tongue chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    @Override
    public List<Finding> find(Window window) {
        var findings = new ArrayList<Finding>();
        for (var message : window.messages()) {
            if (message.content().length() <= MESSAGE_CHARS_MAX) {
                findings.addAll(find(message, window.zone()));
            }
        }
        return findings;
    }

    private List<Finding> find(Message message, ZoneId zone) {
        var tongue = Language.isChinese(message.content()) ? chinese : english;
        var said = message.saidAt().atZone(zone);
        var findings = new ArrayList<Finding>();
        tongue.clauses(message.content()).stream()
                .limit(CLAUSES_MAX)
                .filter(clause -> clause.text().length() <= CLAUSE_CHARS_MAX)
                .filter(clause -> !clause.text().contains("[redacted"))
                .forEach(clause -> find(tongue, clause, said).stream()
                        .map(finding -> dressed(finding, clause, message))
                        .forEach(findings::add));
        return findings;
    }

    private static List<Finding> find(Tongue tongue, Clause clause, ZonedDateTime said) {
        var times = TimeExpressions.in(clause.text(), said);
        var findings = new ArrayList<Finding>();
        for (var text : new LinkedHashSet<>(List.of(clause.text(), withoutLastTime(clause.text(), times)))) {
            findings.addAll(findings.isEmpty() ? byRules(tongue, clause.negated(), text, times) : List.of());
        }
        if (!clause.negated()) {
            event(tongue, clause, times, said).ifPresent(findings::add);
        }
        return findings;
    }

    /// What the first rule finds that fits and finds something.
    private static List<Finding> byRules(Tongue tongue, boolean negated, String text, List<TimeMention> times) {
        for (var rule : negated ? tongue.negated() : tongue.affirmed()) {
            var match = rule.pattern().matcher(text);
            if (match.matches()) {
                var found = rule.reading().of(new Said(match.toMatchResult(), tongue.values(), times));
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    private static String withoutLastTime(String text, List<TimeMention> times) {
        return times.isEmpty() || times.getLast().end() < text.length()
                ? text
                : LAST_WORD.matcher(text.substring(0, times.getLast().start())).replaceAll("");
    }

    /// What happened at a time that was said, or will; without one it is no event.
    private static Optional<Finding> event(Tongue tongue, Clause clause, List<TimeMention> times, ZonedDateTime said) {
        var time = times.stream().filter(TimeMention::explicit).findFirst();
        if (time.isEmpty() || time.get().span().precision() == Precision.RANGE) {
            return Optional.empty();
        }
        var span = time.get().span();
        boolean begun = !span.from().isAfter(said.toInstant());
        boolean past = begun && tongue.isDeed(clause.text());
        boolean future = span.until().isAfter(said.toInstant()) && tongue.isPlan(clause.text());
        if (past == future) {
            return Optional.empty();
        }
        var words = tongue.retold(
                clause.text(), times.stream().map(TimeMention::words).toList());
        return words.isBlank()
                ? Optional.empty()
                : Optional.of(new Finding.Learned(
                        ((Finding.Learned) Attribute.episode(
                                        words + " (" + date(time.get(), said) + ")", EPISODE_IMPORTANCE))
                                .memory()
                                .withEvent(new EventTime(
                                        span.from(),
                                        span.until(),
                                        span.precision().name().toLowerCase(Locale.ROOT),
                                        time.get().words()))
                                .withTemporality(future ? PROSPECTIVE : "current"),
                        Optional.empty(),
                        Optional.empty()));
    }

    /// As exactly as it was said.
    private static String date(TimeMention mention, ZonedDateTime said) {
        var pattern = switch (mention.span().precision()) {
            case YEAR -> "yyyy";
            case MONTH, SEASON -> "yyyy-MM";
            case WEEK -> "YYYY-'W'ww";
            default -> "yyyy-MM-dd";
        };
        return DateTimeFormatter.ofPattern(pattern, Locale.GERMANY) // weeks begin on Monday, as in ISO 8601
                .format(mention.span().from().atZone(said.getZone()));
    }

    private static Finding dressed(Finding finding, Clause clause, Message message) {
        var sources = List.of(message.id());
        return switch (finding) {
            case Finding.Learned(var memory, var tie, var replaces) -> {
                var dressed = memory.withOrigin(message.sessionId(), message.saidAt(), sources);
                yield new Finding.Learned(felt(dressed, clause.sentence()), tie, replaces);
            }
            case Finding.Ended ended ->
                new Finding.Ended(
                        ended.slot(), ended.value(), ended.memoryId(), Optional.of(message.saidAt()), sources);
        };
    }

    private static NewMemory felt(NewMemory memory, String sentence) {
        return memory.type() == MemoryType.EPISODIC
                ? Mood.of(sentence).map(memory::withEmotion).orElse(memory)
                : memory;
    }
}
