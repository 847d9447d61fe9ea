package dev.mnemo.grammars;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.project.code.Declaration;
import dev.mnemo.project.code.Declaration.Visibility;
import dev.mnemo.project.code.Outline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeSitterOutlineTest {
    private static final TreeSitterOutline OUTLINES = new TreeSitterOutline();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ledger.java",
                "package-info.java",
                "Compact.java",
                "Cache.kt",
                "tokens.py",
                "client.ts",
                "Button.tsx",
                "server.js",
                "mux.go",
                "lib.rs",
                "ring.c",
                "pool.hpp",
                "Store.cs",
                "worker.rb",
                "Logger.php"
            })
    void a_sample_of_every_language_is_outlined_as_expected(String sample) throws IOException {
        assertThat(listing(OUTLINES.outline(sample, resource("samples/" + sample))))
                .isEqualTo(resource("expected/" + sample + ".txt"));
    }

    @Test
    void windows_line_ends_tabs_and_wide_characters_do_not_shift_lines_or_names() {
        var text =
                "/** Größe 🎉 of a thing. */\r\nclass A {\r\n\t/** Öffnet 🎉 alles. */\r\n\tvoid öffne(int 名前) {}\r\n}\r\n";
        var outline = OUTLINES.outline("A.java", text);
        assertThat(outline.declarations())
                .extracting(Declaration::qualifiedName, Declaration::line, Declaration::endLine, Declaration::doc)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("A", 2, 5, "Größe 🎉 of a thing."),
                        org.assertj.core.groups.Tuple.tuple("A.öffne", 4, 4, "Öffnet 🎉 alles."));
        assertThat(outline.declarations().get(1).parameters()).containsExactly("名前");
    }

    @Test
    void an_empty_file_and_one_of_an_unknown_language_have_no_declarations() {
        assertThat(OUTLINES.outline("A.java", "")).isEqualTo(new Outline("", List.of()));
        assertThat(OUTLINES.outline("schema.sql", "-- Tables of the shop and their keys.\ncreate table a();"))
                .isEqualTo(new Outline("Tables of the shop and their keys.", List.of()));
    }

    @Test
    void a_broken_file_keeps_what_stands_before_and_after_the_break() {
        var names = OUTLINES
                .outline("a.py", "def first():\n    pass\n\nclass (((:\n\ndef last():\n    pass\n")
                .declarations()
                .stream()
                .map(Declaration::name)
                .toList();
        assertThat(names).contains("first", "last");
    }

    @Test
    void a_file_that_is_too_long_says_so_and_still_tells_what_it_is() {
        var outline = OUTLINES.outline(
                "big.js",
                "/* Tables made by a program. */\nx = [" + "1,".repeat(TreeSitterOutline.SOURCE_BYTES_MAX) + "]");
        assertThat(outline.doc()).isEqualTo("Tables made by a program.");
        assertThat(outline.remark()).contains("bytes");
    }

    @Test
    void noise_and_deep_nesting_break_nothing_in_any_language() {
        long seed = Long.getLong("seed", 42);
        var random = new Random(seed);
        for (var extension : OUTLINES.extensions()) {
            var noise =
                    random.ints(2_000, 1, 0x250).mapToObj(Character::toString).collect(Collectors.joining());
            assertThat(OUTLINES.outline("noise." + extension, noise))
                    .as("seed " + seed)
                    .isNotNull();
            var deep = "class A { ".repeat(200) + "(".repeat(400);
            assertThat(OUTLINES.outline("deep." + extension, deep).declarations())
                    .as(extension)
                    .hasSizeLessThanOrEqualTo(OutlineReader.DECLARATIONS_MAX);
        }
    }

    @Test
    void many_threads_outline_at_once() {
        var expected = OUTLINES.outline("a.py", "def first():\n    \"Doc.\"\n");
        var outlines = java.util.stream.IntStream.range(0, 200)
                .parallel()
                .mapToObj(_ -> new TreeSitterOutline().outline("a.py", "def first():\n    \"Doc.\"\n"))
                .distinct()
                .toList();
        assertThat(outlines).containsExactly(expected);
    }

    /// What the outline says, one declaration a line; `-` marks private ones, `~` those of the package or file.
    private static String listing(Outline outline) {
        var text = new StringBuilder("file: " + outline.doc() + outline.remark() + "\n");
        for (var each : outline.declarations()) {
            var mark =
                    each.visibility() == Visibility.PUBLIC ? "+" : each.visibility() == Visibility.INTERNAL ? "~" : "-";
            text.append("%s %s %s(%s) line %d in %d..%d%n    %s%n    %s%n"
                    .formatted(
                            mark,
                            each.kind().text(),
                            each.qualifiedName(),
                            String.join(", ", each.parameters()),
                            each.line(),
                            each.startLine(),
                            each.endLine(),
                            each.signature(),
                            each.doc()));
        }
        return text.toString().replaceAll("(?m) +$", "");
    }

    private static String resource(String name) throws IOException {
        try (var stream = TreeSitterOutlineTest.class.getResourceAsStream("/" + name)) {
            return stream == null ? "missing" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
