package dev.mnemo.project.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/** Opens <b>one</b> {@code List<String>} of {@link Map#get(Object) values}. More. */|Opens one List<String> of values.",
                "/** Reads {@link #lines(int)} of {@linkplain Files files}, e.g. of logs. */|Reads lines(int) of files, e.g. of logs.",
                "/** @param x what */|''",
                "/** {@inheritDoc} */|''",
                "/** @brief Adds \\c n to the ring. @param n it */|Adds n to the ring. @param n it",
                "/// <summary>Counts what lies in a <see cref=\"T:Shop.Shelf\"/>.</summary>|Counts what lies in a Shop.Shelf.",
                "/// A queue of [`Job`]s, see [the book](http://x).|A queue of Jobs, see the book.",
                "/// Returns `true` if **all** of it fits.|Returns true if all of it fits.",
                "# Takes jobs from a +Queue+ one by one.|Takes jobs from a Queue one by one.",
                "// Handle registers a handler, i.e. a function.|Handle registers a handler, i.e. a function.",
                "/* Waits &lt; 3 ms &amp; returns. */|Waits < 3 ms & returns.",
                "// 件数を数える。次の文。|件数を数える。次の文。",
                "// ----------------|''",
                "// array[0] keeps its index and a<b its sign.|array[0] keeps its index and a<b its sign."
            })
    void a_comment_of_any_language_becomes_one_plain_sentence(String comment, String sentence) {
        assertThat(DocText.sentence(List.of(comment))).isEqualTo(sentence);
    }

    @Test
    void the_first_paragraph_ends_at_a_blank_line_a_tag_a_heading_or_an_example() {
        for (var end : List.of(" *", " * @return it", " * ```", " * # Examples", " * <pre>")) {
            assertThat(DocText.sentence(
                            List.of("/**", " * Opens the door", " * of the shop", end, " * More words.", " */")))
                    .as(end)
                    .isEqualTo("Opens the door of the shop");
        }
    }

    @Test
    void a_long_sentence_is_cut_at_a_word_and_never_inside_a_character() {
        var sentence = DocText.firstSentence("word ".repeat(100));
        assertThat(sentence)
                .hasSizeLessThanOrEqualTo(DocText.SENTENCE_CHARS_MAX + 1)
                .endsWith("word…");
        var wide = DocText.firstSentence("🎉".repeat(300));
        assertThat(wide.codePoints().filter(c -> c == 0x1F389).count()).isEqualTo(wide.length() / 2);
    }

    @Test
    void licences_interpreters_and_directives_at_the_head_of_a_file_are_passed_over() {
        assertThat(DocComment.ofFileHead(
                        List.of("#!/bin/sh", "# Copyright 2026 Nobody", "", "# Starts the server and waits for it.")))
                .isEqualTo("Starts the server and waits for it.");
        assertThat(DocComment.ofFileHead(List.of("#include <stdio.h>", "// after code")))
                .isEmpty();
        assertThat(DocComment.ofFileHead(List.of("// short"))).isEmpty();
        assertThat(DocComment.ofFileHead(List.of("/**", " * Module dependencies.", " * @private", " */", "var a;")))
                .isEmpty();
        assertThat(DocComment.ofFileHead(List.of("/* never closed and long enough")))
                .isEqualTo("never closed and long enough");
    }

    @Test
    void code_before_a_comment_on_its_line_keeps_it_from_documenting_the_next() {
        assertThat(DocComment.above(List.of("int x; /* the x of it */", "int y;"), 2, DocComment.Style.ANY))
                .isEmpty();
        assertThat(DocComment.above(List.of("/* a remark */", "int y;"), 2, DocComment.Style.MARKED))
                .isEmpty();
        assertThat(DocComment.above(List.of("/** the y of it */", "", "int y;"), 3, DocComment.Style.MARKED))
                .isEmpty();
        assertThat(DocComment.above(List.of("/** the y of it */", "int y;"), 2, DocComment.Style.MARKED))
                .isEqualTo("the y of it");
    }
}
