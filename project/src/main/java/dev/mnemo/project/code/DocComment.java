package dev.mnemo.project.code;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the comments that document something: above a declaration, or at the head of a file.
public final class DocComment {
    /// Lines at the head of a file in which its own documentation must begin.
    public static final int HEAD_LINES = 60;

    /// Lines a comment may have before it is no longer read to its beginning.
    static final int COMMENT_LINES_MAX = 400;

    /// Characters the comment at the head of a file needs to be worth remembering.
    static final int HEAD_CHARS_MIN = 16;

    /// Which comments document what follows.
    public enum Style {
        /// `/** … */` and `///` only; other comments are remarks.
        MARKED,
        /// Every comment that touches the declaration.
        ANY,
        /// `#` lines.
        HASH
    }

    private static final Pattern LICENCE =
            Pattern.compile("(?i)copyright|licen[sc]ed?\\b|spdx-|all rights reserved|\\(c\\)\\s");

    /// What stands above the first lines of code of a file and says nothing of the file.
    private static final Pattern SECTION =
            Pattern.compile("(?i)(module |external |internal )?(dependencies|imports|requires|variables|exports)\\.?");

    private static final Pattern PREAMBLE = Pattern.compile(
            "(?i)#!.*|<\\?(php|xml).*|[\"']use strict[\"'];?|declare\\(.*"
                    + "|#\\s*(-\\*-|frozen[_-]string[_-]literal|encoding:|coding[:=]|typed:|pylint|rubocop|eslint).*"
                    + "|#\\s*(pragma|ifndef|define)\\b.*|//\\s*(@ts-|eslint|go:build|\\+build|@flow).*|/\\*\\s*(eslint|global|jshint).*\\*/");
    private static final Pattern DIRECTIVE = Pattern.compile(
            "#\\s*(include|define|if|ifdef|ifndef|endif|undef|pragma|import|region|else|elif|error|line|nullable)\\b.*"
                    + "|#!?\\[.*");
    private static final Pattern LINE_MARK = Pattern.compile("//|#|--|;;|%%");

    private DocComment() {}

    /// The first sentence of the comment that ends on the line above a declaration; empty if none does.
    ///
    /// @param lines the lines of the file
    /// @param line the first line of the declaration, from 1
    public static String above(List<String> lines, int line, Style style) {
        int last = line - 2;
        if (last < 0 || last >= lines.size()) {
            return "";
        }
        var text = lines.get(last).strip();
        if (style != Style.HASH && text.endsWith("*/")) {
            int first = blockStart(lines, last);
            boolean documents = first >= 0
                    && (style == Style.ANY || lines.get(first).strip().startsWith("/**"));
            return documents ? DocText.sentence(lines.subList(first, last + 1)) : "";
        }
        var mark = switch (style) {
            case MARKED -> "///";
            case ANY -> "//";
            case HASH -> "#";
        };
        int first = last;
        while (first >= 0
                && last - first < COMMENT_LINES_MAX
                && lines.get(first).strip().startsWith(mark)
                && !PREAMBLE.matcher(lines.get(first).strip()).matches()) {
            first--;
        }
        return first == last ? "" : DocText.sentence(lines.subList(first + 1, last + 1));
    }

    /// The first sentence of the comment a file begins with, passing over licences, `#!` lines and the like; empty if
    /// there is none or it says next to nothing. Titles such as "Module dependencies." say nothing.
    ///
    /// @param lines the first lines of the file
    public static String ofFileHead(List<String> lines) {
        int at = 0;
        while (at < lines.size()) {
            var text = lines.get(at).strip();
            if (text.isEmpty() || PREAMBLE.matcher(text).matches()) {
                at++;
                continue;
            }
            int end = commentEnd(lines, at);
            if (end == at) {
                return "";
            }
            var comment = lines.subList(at, end);
            var sentence = DocText.sentence(comment);
            boolean tells = !LICENCE.matcher(String.join(" ", comment)).find()
                    && !SECTION.matcher(sentence).matches();
            if (tells) {
                return sentence.length() >= HEAD_CHARS_MIN ? sentence : "";
            }
            at = end;
        }
        return "";
    }

    /// Whether a text is about rights and not about code.
    static boolean isLicence(String text) {
        return LICENCE.matcher(text).find();
    }

    /// Where the comment that begins at a line ends (the line after it); the line itself if none begins there.
    private static int commentEnd(List<String> lines, int at) {
        var text = lines.get(at).strip();
        if (text.startsWith("/*") || text.startsWith("<!--")) {
            var close = text.startsWith("/*") ? "*/" : "-->";
            for (int i = at; i < lines.size(); i++) {
                if (lines.get(i).contains(close)) {
                    return i + 1;
                }
            }
            return lines.size();
        }
        int end = at;
        var mark = LINE_MARK.matcher(text);
        if (!mark.lookingAt()) {
            return at;
        }
        while (end < lines.size()) {
            var line = lines.get(end).strip();
            if (!line.startsWith(mark.group()) || DIRECTIVE.matcher(line).matches()) {
                break;
            }
            end++;
        }
        return end;
    }

    private static int blockStart(List<String> lines, int last) {
        for (int i = last; i >= 0 && last - i < COMMENT_LINES_MAX; i--) {
            var line = lines.get(i);
            int close = line.lastIndexOf("*/");
            int open = line.indexOf("/*");
            if (i < last && close >= 0) {
                return -1;
            }
            if (open >= 0) {
                return line.strip().startsWith("/*") ? i : -1;
            }
        }
        return -1;
    }

    /// The lines of a comment without the marks that make them one.
    static List<String> unmarked(List<String> comment) {
        var lines = new ArrayList<String>(comment.size());
        for (var raw : comment) {
            var line = raw.strip();
            line = line.replaceFirst("^(/\\*[*!]*<?|<!--|//[/!]*<?|--+|;;+|%%+|#+!?(?!\\w*=))", "");
            line = line.replaceFirst("(\\*+/|-->)$", "").strip().replaceFirst("^>\\s", "");
            if (line.startsWith("*")) {
                line = line.replaceFirst("^\\*+(?=\\s|$)", "").strip();
            }
            lines.add(line);
        }
        return lines;
    }
}
