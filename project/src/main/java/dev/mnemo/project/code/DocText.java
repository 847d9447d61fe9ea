package dev.mnemo.project.code;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns documentation (Javadoc, KDoc, JSDoc, godoc, rustdoc, Doxygen, XML documentation, RDoc, PHPDoc, Markdown) into
/// one plain sentence.
public final class DocText {
    /// How long a sentence may be, in characters; a longer one is cut at a word.
    public static final int SENTENCE_CHARS_MAX = 240;

    /// A first sentence shorter than this takes the second one along, in characters.
    static final int SENTENCE_CHARS_MIN = 32;

    private static final Pattern LEADING_TAG = Pattern.compile(
            "[@\\\\](?:brief|short|summary|description|desc|file|fileoverview|overview|remarks|details)\\b:?\\s*(.*)");
    private static final Pattern OTHER_TAG = Pattern.compile("[@\\\\][a-zA-Z]+\\b.*|:[a-z]+( \\w+)?:.*");
    private static final Pattern RULE = Pattern.compile("[-=*~#_+/<>\\s]*");
    private static final Pattern STOP = Pattern.compile("```.*|~~~.*|<pre>.*|#+ .*|</summary>.*");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@(\\w+)\\s*([^{}]*)}");
    private static final Pattern DOXYGEN_WORD = Pattern.compile("(?<![\\w\\\\])[\\\\@](?:c|p|a|e|b|ref|em)\\s+");
    private static final Pattern XML_REFERENCE =
            Pattern.compile("<(?:see|seealso|paramref|typeparamref)\\s+\\w+=\"(?:[A-Z]:)?([^\"]*)\"\\s*/?>");
    private static final Pattern TAG = Pattern.compile("</?(?:p|br|b|i|em|strong|code|tt|pre|ul|ol|li|a|span|div|h[1-6]"
            + "|table|tr|td|th|sub|sup|blockquote|summary|para|remarks|c|see|list|item|description|term|dl|dt|dd|hr|img"
            + "|value|returns|u|font|center|small|var|kbd)(?:\\s[^<>]*)?/?>");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("!?\\[([^\\[\\]]*)]\\([^()]*\\)");
    private static final Pattern NAME_LINK =
            Pattern.compile("(?<![\\w\\])])\\[`?([A-Za-z_][\\w.:#$<>]*(?:\\(\\))?)`?](?:\\[[^\\[\\]]*])?");
    private static final Pattern ROLE = Pattern.compile(":[a-z:]+:(?=`)");
    private static final Pattern RDOC_CODE = Pattern.compile("(?<!\\w)\\+([\\w.:#?!]+)\\+(?!\\w)");
    private static final Pattern BOLD =
            Pattern.compile("\\*\\*([^*]+)\\*\\*|(?<![\\w*])\\*([^*\\s][^*]*)\\*(?![\\w*])");
    private static final Set<String> ABBREVIATIONS =
            Set.of("e.g", "i.e", "etc", "vs", "cf", "eg", "ie", "approx", "resp", "incl", "no", "fig", "al", "aka");

    private DocText() {}

    /// The first sentence of a comment, marks included; empty if it says nothing.
    static String sentence(List<String> comment) {
        var paragraph = new StringBuilder();
        for (var line : DocComment.unmarked(comment)) {
            var tag = LEADING_TAG.matcher(line);
            var text = tag.matches() ? tag.group(1) : line;
            boolean begun = !paragraph.isEmpty();
            if (begun && (text.isEmpty() || tag.matches() || RULE.matcher(text).matches())) {
                break;
            }
            if (STOP.matcher(text).matches()
                    || (!tag.matches() && OTHER_TAG.matcher(text).matches())) {
                break;
            }
            if (!text.isEmpty() && !RULE.matcher(text).matches()) {
                paragraph.append(begun ? " " : "").append(text);
            }
            if (text.contains("</summary>") || paragraph.length() > 4 * SENTENCE_CHARS_MAX) {
                break;
            }
        }
        return firstSentence(plain(paragraph.toString()));
    }

    /// The first paragraph of a Markdown or plain text as one sentence or two; headings, badges and rules are passed
    /// over.
    static String ofReadme(String text) {
        var paragraph = new StringBuilder();
        for (var raw : text.lines().limit(DocComment.HEAD_LINES).toList()) {
            var line = plain(raw.strip());
            boolean prose =
                    !raw.strip().matches("#.*|[-=*~_]{3,}.*|!\\[.*|\\[!\\[.*|\\[.*]:.*|\\.\\. .*|<.*|\\|.*|```.*")
                            && line.length() > 1;
            if (prose) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
            } else if (paragraph.length() >= DocComment.HEAD_CHARS_MIN) {
                break;
            } else {
                paragraph.setLength(0);
            }
        }
        return firstSentence(paragraph.toString());
    }

    /// The first line that says something of a Python docstring, as written; the form other implementations store.
    ///
    /// @param literal the string with its quotes
    public static String ofDocstring(String literal) {
        var text = literal.replaceFirst("^[a-zA-Z]{0,2}(\"\"\"|'''|\"|')", "").replaceFirst("(\"\"\"|'''|\"|')$", "");
        var line =
                text.lines().map(String::strip).filter(each -> !each.isEmpty()).findFirst();
        return line.map(DocText::cut).orElse("");
    }

    /// A text without markup, on one line.
    static String plain(String marked) {
        var text = marked;
        text = XML_REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
        text = INLINE_TAG
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        inline(found.group(1), found.group(2).strip())));
        text = TAG.matcher(text).replaceAll("");
        text = text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&quot;", "\"")
                .replace("&#64;", "@")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
        text = MARKDOWN_LINK.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
        text = NAME_LINK.matcher(text).replaceAll(found -> Matcher.quoteReplacement(reference(found.group(1))));
        text = ROLE.matcher(text).replaceAll("");
        text = RDOC_CODE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
        text = BOLD.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(found.group(1) != null ? found.group(1) : found.group(2)));
        text = DOXYGEN_WORD.matcher(text).replaceAll("");
        return text.replace("`", "").replaceAll("\\s+", " ").strip();
    }

    /// The first sentence of a plain text, with the second if the first is very short; cut to {@link
    /// #SENTENCE_CHARS_MAX}.
    public static String firstSentence(String text) {
        int end = sentenceEnd(text, 0);
        if (end < SENTENCE_CHARS_MIN && end < text.length()) {
            end = sentenceEnd(text, end);
        }
        return cut(text.substring(0, end).strip());
    }

    private static String cut(String sentence) {
        if (sentence.length() <= SENTENCE_CHARS_MAX) {
            return sentence;
        }
        int cut = sentence.lastIndexOf(' ', SENTENCE_CHARS_MAX - 1);
        if (cut < SENTENCE_CHARS_MAX / 2) {
            cut = SENTENCE_CHARS_MAX - 1;
        }
        return sentence.substring(0, Character.isHighSurrogate(sentence.charAt(cut - 1)) ? cut - 1 : cut)
                        .strip() + "…";
    }

    private static int sentenceEnd(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '。' || c == '！' || c == '？') {
                return i + 1;
            }
            if ((c == '.' || c == '!' || c == '?') && endsHere(text, i)) {
                return i + 1;
            }
        }
        return text.length();
    }

    private static boolean endsHere(String text, int at) {
        int next = at + 1;
        if (next < text.length() && !Character.isWhitespace(text.charAt(next))) {
            return false;
        }
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        if (next < text.length() && Character.isLowerCase(text.charAt(next))) {
            return false;
        }
        int word = at;
        while (word > 0 && (Character.isLetter(text.charAt(word - 1)) || text.charAt(word - 1) == '.')) {
            word--;
        }
        return text.charAt(at) != '.'
                || !ABBREVIATIONS.contains(text.substring(word, at).toLowerCase(java.util.Locale.ROOT));
    }

    private static String inline(String tag, String body) {
        if (tag.equals("inheritDoc") || tag.equals("index")) {
            return "";
        }
        if (!tag.startsWith("link")) {
            return body;
        }
        int bar = body.indexOf('|');
        if (bar >= 0) {
            return body.substring(bar + 1).strip();
        }
        int label = body.indexOf(' ');
        int parenthesis = body.indexOf('(');
        if (label > 0 && (parenthesis < 0 || label < parenthesis || body.indexOf(')') < body.length() - 1)) {
            int from = parenthesis < 0 || label < parenthesis ? label : body.indexOf(')') + 1;
            return body.substring(from).strip();
        }
        return reference(body);
    }

    private static String reference(String target) {
        var text = target.startsWith("#") ? target.substring(1) : target;
        return text.replace('#', '.');
    }
}
