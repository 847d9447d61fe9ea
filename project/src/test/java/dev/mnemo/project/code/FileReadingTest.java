package dev.mnemo.project.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.anchor.Anchor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReadingTest {
    @TempDir
    Path folder;

    private CodeFixture shop;

    @BeforeEach
    void open() {
        shop = new CodeFixture(folder);
        shop.shop();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void shows_the_lines_with_what_is_known_in_front_of_them() {
        var view = shop.reading().read("app/auth.py", 0, 0);
        assertThat(view.totalLines()).isEqualTo(21);
        assertThat(view.lines()).hasSize(21);
        assertThat(view.known())
                .extracting(KnownNode::text)
                .containsExactlyInAnyOrder(
                        "Refresh endpoint in app/auth.py leaks memory under load because TokenStore never evicts",
                        "Everything is kept in one dict",
                        "Auth tokens are signed with RS256, see auth.py:18-20");
        assertThat(view.lines().get(6).text()).isEqualTo("class TokenStore:");
        assertThat(view.lines().get(6).notes())
                .extracting(FileView.Note::text)
                .containsExactly(
                        "Everything is kept in one dict", "...leaks memory under load because TokenStore never evicts");
        assertThat(view.lines().get(17).notes()).singleElement().satisfies(note -> {
            assertThat(note.fromLine()).isEqualTo(18);
            assertThat(note.toLine()).isEqualTo(20);
        });
        assertThat(view.annotations()).isEqualTo(3);
        assertThat(view.stale()).isEmpty();
    }

    @Test
    void later_visits_show_critical_nodes_only_and_count_by_path() {
        shop.file("lib/auth.py", "x = 1\n");
        shop.reading().read("app/auth.py", 0, 0);
        var again = shop.reading().read(folder.resolve("app/../app/auth.py").toString(), 0, 3);
        assertThat(again.visit()).isEqualTo(2);
        assertThat(again.known()).extracting(KnownNode::domain).containsExactly("issues");
        assertThat(again.knownTotal()).isEqualTo(3);
        assertThat(shop.reading().read("lib/auth.py", 0, 0).visit()).isEqualTo(1);
    }

    @Test
    void what_is_said_of_one_file_is_not_shown_for_its_namesake() {
        shop.file("lib/auth.py", "class TokenStore:\n    pass\n");
        var view = shop.reading().read("lib/auth.py", 0, 0);
        assertThat(view.known())
                .extracting(KnownNode::text)
                .containsExactly("Auth tokens are signed with RS256, see auth.py:18-20");
    }

    @Test
    void offset_and_limit_choose_lines() {
        var view = shop.reading().read("app/auth.py", 5, 4);
        assertThat(view.lines()).extracting(FileView.Line::number).containsExactly(6, 7, 8, 9);
        assertThat(view.firstLine()).isEqualTo(6);
        assertThat(shop.reading().read("app/auth.py", 500, 4).lines()).isEmpty();
        assertThatThrownBy(() -> shop.reading().read("app/auth.py", -1, 0)).isInstanceOf(Refusal.class);
    }

    @Test
    void warns_of_nodes_that_describe_changed_code() {
        shop.file("app/auth.py", CodeFixture.AUTH.replace("Keeps refresh", "Holds refresh"));
        var view = shop.reading().read("app/auth.py", 0, 0);
        assertThat(view.stale()).singleElement().satisfies(stale -> {
            assertThat(stale.state()).isEqualTo("drifted");
            assertThat(stale.text()).isEqualTo("Everything is kept in one dict");
        });
        assertThat(view.lines().get(6).notes().getFirst().drifted()).isTrue();
    }

    @Test
    void long_files_and_long_lines_are_cut_and_say_so() {
        shop.file("big.txt", ("y".repeat(400) + "\n").repeat(1_000) + "z".repeat(3_000));
        var view = shop.reading().read("big.txt", 0, 1_000);
        assertThat(view.lines()).hasSize(FileReading.ANSWER_CHARS_MAX / 400);
        var last = shop.reading().read("big.txt", 1_000, 1).lines().getFirst();
        assertThat(last.text()).hasSize(FileReading.LINE_CHARS_MAX);
        assertThat(last.cutChars()).isEqualTo(2_000);
        shop.file("short.txt", "a\n".repeat(400));
        assertThat(shop.reading().read("short.txt", 0, 0).lines()).hasSize(FileReading.LINES_DEFAULT);
    }

    @Test
    void text_of_any_encoding_is_shown_without_its_control_characters() {
        shop.file("latin.txt", "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        var view = shop.reading().read("latin.txt", 0, 0);
        assertThat(view.utf8()).isFalse();
        assertThat(view.lines().getFirst().text()).isEqualTo("caf\u00e9");
        shop.file("evil.txt", "\u001b[2Jhidden\n");
        assertThat(shop.reading().read("evil.txt", 0, 0).lines().getFirst().text())
                .isEqualTo("hidden");
    }

    @Test
    void what_is_no_text_or_not_in_the_project_is_refused() {
        shop.file("logo.png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0});
        for (var path : new String[] {
            "logo.png", "nofile.py", "app", "../x", "/etc/passwd", ".mnemo/active.json", "a\0b", "~/x", ""
        }) {
            assertThatThrownBy(() -> shop.reading().read(path, 0, 0)).as(path).isInstanceOf(Refusal.class);
        }
        assertThat(shop.session.visit("nofile.py")).isEqualTo(1);
    }

    @Test
    void a_node_with_an_anchor_is_known_although_no_word_is_shared() {
        shop.file("web/ui.js", "export function paint() {\n}\n");
        shop.claim("Colours come from the theme", "patterns", 0, Anchor.file("web/ui.js"));
        assertThat(shop.reading().read("web/ui.js", 0, 0).known())
                .extracting(KnownNode::text)
                .containsExactly("Colours come from the theme");
        assertThat(shop.reading().read("web/ui.js", 0, 0).sections()).isEqualTo(1);
    }
}
