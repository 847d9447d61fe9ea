package dev.mnemo.kernel.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds what must not be stored (keys, tokens, passwords, private keys and what somebody marked as
/// `<private>…</private>`) and replaces it with `[redacted: kind]`. Takes time linear in the text: every pattern is
/// possessive or bounded and begins where no longer run could begin. Redacting twice changes nothing more.
///
/// Better a password too many than a store full of them, but addresses, commit ids, UUIDs, paths and ordinary code
/// pass.
public final class Secrets {
    /// How far before a random-looking token the word that makes it suspicious may stand, in characters.
    private static final int CONTEXT_CHARS = 40;

    private static final List<Rule> VENDORS = List.of(
            rule("AWS access key", "(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
            rule("GitHub token", "gh[pousr]_[A-Za-z0-9]{30,255}+"),
            rule("GitHub token", "github_pat_[A-Za-z0-9_]{22,255}+"),
            rule("GitLab token", "gl(?:pat|ptt|rt|cbt|dt|soat|ft|imt|agent|oas)-[A-Za-z0-9_.-]{20,255}+"),
            rule("Slack token", "xox[abeoprs]-[A-Za-z0-9-]{10,255}+"),
            rule("Slack token", "xapp-[0-9]-[A-Za-z0-9-]{10,255}+"),
            rule("Google key", "AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
            rule("Google key", "(?:ya29\\.|GOCSPX-)[A-Za-z0-9_-]{20,400}+"),
            rule("Stripe key", "[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}+"),
            rule("API key", "sk-[a-f0-9]{32,64}+(?![A-Za-z0-9])"),
            rule(
                    "API key",
                    "(?:sk|gsk|xai|pplx|pa|r8)[-_](?=[A-Za-z_-]{0,60}+[0-9])(?=[a-z0-9_-]{0,60}+[A-Z])[A-Za-z0-9_-]{20,400}+"),
            rule("webhook secret", "whsec_[A-Za-z0-9+/=]{20,255}+"),
            rule("npm token", "npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])"),
            rule("PyPI token", "pypi-[A-Za-z0-9_-]{50,400}+"),
            rule("RubyGems token", "rubygems_[a-f0-9]{48}(?![A-Za-z0-9])"),
            rule("Hugging Face token", "hf_[A-Za-z0-9]{30,100}+"),
            rule("SendGrid key", "SG\\.[A-Za-z0-9_-]{16,64}+\\.[A-Za-z0-9_-]{16,64}+"),
            rule("Twilio key", "SK[0-9a-f]{32}(?![A-Za-z0-9])"),
            rule("DigitalOcean token", "do[opr]_v1_[a-f0-9]{64}"),
            rule("Databricks token", "dapi[a-f0-9]{32}(?![A-Za-z0-9])"),
            rule("Shopify token", "shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}"),
            rule("Telegram token", "[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])"),
            rule("Vault token", "hv[sbr]\\.[A-Za-z0-9_-]{24,255}+"),
            rule("Atlassian token", "ATATT3[A-Za-z0-9_=-]{50,400}+"),
            rule("Docker token", "dckr_pat_[A-Za-z0-9_-]{20,255}+"),
            rule("private key", "AGE-SECRET-KEY-1[0-9A-Z]{58}"),
            rule("JWT", "eyJ[A-Za-z0-9_-]{8,4000}+\\.[A-Za-z0-9_-]{8,8000}+\\.[A-Za-z0-9_-]{8,4000}+"));

    private static final List<Rule> HEADERS = List.of(
            new Rule(
                    "bearer token",
                    Pattern.compile(
                            "(?i)\\bbearer\\s{1,4}+((?=[A-Za-z._~+/-]{0,60}+[0-9])[A-Za-z0-9._~+/=-]{16,8000}+)")),
            new Rule(
                    "basic credentials",
                    Pattern.compile(
                            "(?i)\\bauthorization[\"']?\\s{0,4}+[:=]\\s{0,4}+[\"']?basic\\s{1,4}+([A-Za-z0-9+/=]{8,4000}+)")),
            new Rule("password", Pattern.compile("://[^\\s/?#:@\"'<>]{0,200}+:([^\\s/?#@\"'<>]{1,400}+)@")),
            new Rule("Slack webhook", Pattern.compile("hooks\\.slack\\.com/services/([A-Za-z0-9/]{20,200}+)")),
            new Rule("storage key", Pattern.compile("(?i)\\bAccountKey=([A-Za-z0-9+/]{40,200}+={0,2})")));

    /// `password = value`, `"api_key": "value"`, `the password is value`.
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)(passwords?|passwd|passphrase|pwd|secret|api[ _-]?key|access[_-]?key|private[_-]?key"
                    + "|secret[_-]?key|(?:auth|access|refresh|api|bot)[ _-]?token)"
                    + "[\"']?(?:\\s{0,4}+(=>|:=|=|:)(?![=:])\\s{0,4}+|\\s{1,4}+(?:is|was)\\s{1,4}+)"
                    + "(?:\"([^\"\\n]{1,400}+)\"|'([^'\\n]{1,400}+)'|`([^`\\n]{1,400}+)`|([^\\s\"'`<>,;&|\\])}]{4,400}+))");

    private static final Pattern TOKEN = Pattern.compile("(?<![A-Za-z0-9+/_=.-])[A-Za-z0-9+/_=-]{20,8000}+");
    private static final Pattern CONTEXT = Pattern.compile("(?i)secret|token|key|credential|passw|auth");
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----");
    private static final Pattern PRIVATE_KEY_END = Pattern.compile("-----END [A-Z0-9 ]{0,50}+-----");
    private static final Pattern PRIVATE_OPEN = Pattern.compile("(?i)<private>");
    private static final Pattern PRIVATE_CLOSE = Pattern.compile("(?i)</private>");
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?s)\\$[A-Za-z_({].*|%[A-Za-z_]+%?|[<{\\[(*/].*|([*x.•_-])\\1*|\\.\\.\\..*|.*\\$\\{.*|.*\\bredacted\\b.*");
    private static final Pattern CODE = Pattern.compile(
            "(?s)[A-Za-z_$][\\w$]*+(?:(?:\\.|::|->)[A-Za-z_$][\\w$]*+)++[.(]?|.*[(\\[{].*|[A-Z][A-Z0-9]*_[A-Z0-9_]*");
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9]*_[A-Z0-9_]*");
    private static final Pattern ALGORITHM = Pattern.compile(
            "(?i)(?:sha|md|[hrep]s|aes|base|utf|argon|bcrypt|scrypt|pbkdf|ed|x|rsa|ecdsa|hmac|oauth|v|u?int|uuid|blake|crc|ascii)"
                    + "-?\\d.*");
    private static final Pattern IDENTIFIER_LIKE = Pattern.compile(
            "[0-9a-f]{6,64}|" + "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern LOWER_CASE_RUN = Pattern.compile("[a-z0-9]+");
    private static final Pattern WORD_SEGMENT = Pattern.compile("(?:^|[/_=-])[A-Za-z]?[a-z]{3,}(?:$|[/_=-])");
    private static final Set<String> ORDINARY = Set.of(
            "password",
            "passwd",
            "secret",
            "token",
            "string",
            "null",
            "none",
            "true",
            "false",
            "undefined",
            "required",
            "optional",
            "empty",
            "value",
            "bytes",
            "text",
            "varchar",
            "char",
            "hidden",
            "input",
            "your-password");

    private Secrets() {}

    /// A text and what was taken out of it.
    ///
    /// @param text the text with every secret replaced
    /// @param kinds what was found, each kind once, in order of appearance; empty if the text is unchanged
    public record Redacted(String text, List<String> kinds) {
        public Redacted {
            kinds = List.copyOf(kinds);
        }

        /// Whether something was taken out.
        public boolean changed() {
            return !kinds.isEmpty();
        }
    }

    /// Replaces every secret in a text.
    public static Redacted redact(String text) {
        var spans = new ArrayList<Span>();
        blocks(text, "private", PRIVATE_OPEN, PRIVATE_CLOSE, spans);
        blocks(text, "private key", PRIVATE_KEY, PRIVATE_KEY_END, spans);
        for (var rule : VENDORS) {
            matches(text, rule, 0, spans);
        }
        for (var rule : HEADERS) {
            matches(text, rule, 1, spans);
        }
        assignments(text, spans);
        randomTokens(text, spans);
        return spans.isEmpty() ? new Redacted(text, List.of()) : replace(text, spans);
    }

    private static Rule rule(String kind, String pattern) {
        return new Rule(kind, Pattern.compile("(?<![A-Za-z0-9_-])" + pattern));
    }

    /// What lies between an opening and a closing mark, both included; to the end of the text if nothing closes it.
    private static void blocks(String text, String kind, Pattern open, Pattern close, List<Span> spans) {
        var opening = open.matcher(text);
        var closing = close.matcher(text);
        int from = 0;
        while (from <= text.length() && opening.find(from)) {
            int end = closing.find(opening.end()) ? closing.end() : text.length();
            spans.add(new Span(opening.start(), end, kind));
            from = end;
        }
    }

    private static void matches(String text, Rule rule, int group, List<Span> spans) {
        var matcher = rule.pattern().matcher(text);
        while (matcher.find()) {
            if (!PLACEHOLDER.matcher(matcher.group(group)).matches()) {
                spans.add(new Span(matcher.start(group), matcher.end(group), rule.kind()));
            }
        }
    }

    private static void assignments(String text, List<Span> spans) {
        var matcher = ASSIGNED.matcher(text);
        while (matcher.find()) {
            int group = 3;
            while (group < 6 && matcher.group(group) == null) {
                group++;
            }
            var name = matcher.group(1).toLowerCase(Locale.ROOT);
            var value = matcher.group(group);
            boolean password = name.startsWith("pass") || name.equals("pwd");
            boolean tight = matcher.group(2) != null && text.charAt(matcher.start(group) - 1) == '=';
            boolean secret = group < 6
                    ? isSecretLiteral(value, password)
                    : isSecretWord(value, password, tight && endsAlone(text, matcher.end(group)));
            if (secret) {
                spans.add(new Span(matcher.start(group), matcher.end(group), password ? "password" : "secret"));
            }
        }
    }

    private static boolean endsAlone(String text, int end) {
        return end == text.length() || Character.isWhitespace(text.charAt(end)) || text.charAt(end) == '&';
    }

    private static boolean isSecretLiteral(String value, boolean password) {
        return value.chars().noneMatch(Character::isWhitespace)
                && value.length() >= (password ? 3 : 8)
                && !isOrdinary(value)
                && !CONSTANT.matcher(value).matches()
                && (password || hasDigitAndLetter(value) || value.length() >= 20);
    }

    private static boolean isSecretWord(String value, boolean password, boolean tight) {
        if (isOrdinary(value)
                || CODE.matcher(value).matches()
                || ALGORITHM.matcher(value).matches()) {
            return false;
        }
        if (!password) {
            return value.length() >= 12 && hasDigitAndLetter(value) && !isUuid(value);
        }
        boolean digitsOnly = value.chars().allMatch(Character::isDigit);
        boolean wordOnly = value.chars().allMatch(c -> Character.isLetter(c) || c == '.' || c == '-' || c == '_');
        return value.length() >= 6 && ((digitsOnly || wordOnly) ? tight : hasMixture(value));
    }

    private static boolean isUuid(String value) {
        return value.length() == 36 && IDENTIFIER_LIKE.matcher(value).matches();
    }

    private static boolean isOrdinary(String value) {
        return PLACEHOLDER.matcher(value).matches() || ORDINARY.contains(value.toLowerCase(Locale.ROOT));
    }

    private static boolean hasDigitAndLetter(String value) {
        return value.chars().anyMatch(Character::isDigit) && value.chars().anyMatch(Character::isLetter);
    }

    private static boolean hasMixture(String value) {
        return value.chars().anyMatch(Character::isLetter)
                && value.chars().anyMatch(c -> Character.isDigit(c) || "!@#$%^*+?~".indexOf(c) >= 0);
    }

    private static void randomTokens(String text, List<Span> spans) {
        var matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            if (looksRandom(matcher.group())
                    && CONTEXT.matcher(text)
                            .region(Math.max(0, matcher.start() - CONTEXT_CHARS), matcher.start())
                            .find()) {
                spans.add(new Span(matcher.start(), matcher.end(), "high-entropy token"));
            }
        }
    }

    /// Whether a run of characters changes between lower case, upper case and digits as often as chance would have it.
    /// In random base 62 text two neighbours differ in kind six times out of ten; in camelCase names, three.
    /// In random base 36 text it is four times; in words with numbers, less than two.
    private static boolean looksRandom(String run) {
        if (IDENTIFIER_LIKE.matcher(run).matches() || WORD_SEGMENT.matcher(run).find()) {
            return false;
        }
        int digits = 0;
        int changes = 0;
        boolean upper = false;
        boolean lower = false;
        for (int at = 0; at < run.length(); at++) {
            char c = run.charAt(at);
            digits += c >= '0' && c <= '9' ? 1 : 0;
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            changes += at > 0 && kind(c) != kind(run.charAt(at - 1)) ? 1 : 0;
        }
        if (upper && lower) {
            return digits >= 2 && changes * 5 >= (run.length() - 1) * 2;
        }
        return digits >= 3
                && changes * 4 >= run.length() - 1
                && LOWER_CASE_RUN.matcher(run).matches();
    }

    private static int kind(char c) {
        return c >= '0' && c <= '9' ? 0 : c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : 3;
    }

    private static Redacted replace(String text, List<Span> spans) {
        spans.sort(Comparator.comparingInt(Span::start).thenComparing(Span::end, Comparator.reverseOrder()));
        var out = new StringBuilder(text.length());
        var kinds = new LinkedHashSet<String>();
        int done = 0;
        for (var span : spans) {
            if (span.start() >= done) {
                out.append(text, done, span.start())
                        .append("[redacted: ")
                        .append(span.kind())
                        .append(']');
                kinds.add(span.kind());
            }
            done = Math.max(done, span.end());
        }
        return new Redacted(out.append(text, done, text.length()).toString(), List.copyOf(kinds));
    }

    private record Rule(String kind, Pattern pattern) {}

    private record Span(int start, int end, String kind) {}
}
