package dev.mnemo.cache.policy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the guards see in one text. Made once for a cached question and kept with it, if speed matters.
public final class Reading {
    private final String text;
    private final Quantities quantities;
    private final Negation negation;
    private final Opposites opposites;
    private final Names names;
    private final WordOrder order;
    private final Optional<String> dependence;
    private final List<Token> marked;
    private final String lower;
    private final String unspaced;

    private Reading(String text) {
        this.text = text;
        var plain = text.chars().allMatch(c -> c < 0x80) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
        var tokens = Token.of(plain);
        this.lower = plain.toLowerCase(Locale.ROOT).replace('’', '\'').replace('\n', ' ');
        this.quantities = Quantities.of(tokens);
        this.negation = Negation.of(plain, tokens);
        this.opposites = Opposites.of(tokens);
        this.names = Names.of(plain, tokens);
        this.order = WordOrder.of(tokens);
        this.dependence = Dependence.of(plain, tokens);
        this.unspaced = tokens.stream()
                .filter(token -> token.kind() == Token.Kind.UNSPACED)
                .map(Token::text)
                .collect(Collectors.joining());
        this.marked = tokens.stream()
                .filter(token -> token.kind() == Token.Kind.CODE
                        || token.kind() == Token.Kind.URL
                        || token.kind() == Token.Kind.QUOTE)
                .toList();
    }

    /// Reads a text; takes some microseconds for a question and grows with its length.
    public static Reading of(String text) {
        return new Reading(text);
    }

    /// The text.
    public String text() {
        return text;
    }

    /// Everything in which this question and a cached one differ so that they may not share an answer; empty if the
    /// guards see nothing. The order is fixed.
    List<Verdict> against(Reading cached) {
        var verdicts = new ArrayList<Verdict>();
        if (dependence.isPresent() || cached.dependence.isPresent()) {
            verdicts.add(new Verdict(Guard.CONTEXT, dependence.orElse(""), cached.dependence.orElse("")));
        }
        marked(cached).ifPresent(verdicts::add);
        Quantities.compare(quantities, cached.quantities).ifPresent(verdicts::add);
        Names.compare(names, cached.names).ifPresent(verdicts::add);
        var opposed = Opposites.compare(opposites, cached.opposites);
        boolean negated = negation.isNegative() != cached.negation.isNegative();
        Negation.compare(negation, cached.negation, !opposed.isEmpty()).ifPresent(verdicts::add);
        if (!negated) {
            verdicts.addAll(opposed);
        }
        WordOrder.compare(order, cached.order).or(() -> shuffled(cached)).ifPresent(verdicts::add);
        return verdicts;
    }

    private Optional<Verdict> marked(Reading cached) {
        var inQuery = marked.stream().filter(token -> !cached.holds(token)).findFirst();
        var inCached = cached.marked.stream().filter(token -> !holds(token)).findFirst();
        return inQuery.or(() -> inCached).map(token -> {
            var guard = switch (token.kind()) {
                case URL -> Guard.URL;
                case QUOTE -> Guard.QUOTE;
                default -> Guard.IDENTIFIER;
            };
            return new Verdict(
                    guard,
                    inQuery.map(Token::text).orElse(""),
                    inCached.map(Token::text).orElse(""));
        });
    }

    /// In scripts without spaces: whether both have the same characters in another order.
    private Optional<Verdict> shuffled(Reading cached) {
        boolean same = unspaced.length() > 3
                && unspaced.length() == cached.unspaced.length()
                && !unspaced.equals(cached.unspaced)
                && Arrays.equals(
                        unspaced.codePoints().sorted().toArray(),
                        cached.unspaced.codePoints().sorted().toArray());
        return same ? Optional.of(new Verdict(Guard.ORDER, unspaced, cached.unspaced)) : Optional.empty();
    }

    private boolean holds(Token token) {
        return marked.stream().anyMatch(mine -> mine.key().equals(token.key()))
                || (marked.stream().noneMatch(mine -> mine.kind() == token.kind()) && lower.contains(token.key()));
    }
}
