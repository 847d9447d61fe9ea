package dev.mnemo.project.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.anchor.Anchor;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeSearchTest {
    @TempDir
    Path folder;

    private CodeFixture shop;
    private CodeSearch search;

    @BeforeEach
    void open() {
        shop = new CodeFixture(folder);
        search = shop.search(Duration.ofSeconds(30));
        shop.shop();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void begins_with_what_is_known_and_the_files_it_suggests() {
        shop.file("aaa/first.kt", "// class TokenStore is in auth.py\n");
        shop.file("Makefile", "# CLASS TOKENSTORE\n");
        var view = search.search("class TokenStore", "where refresh tokens are kept", "", "");
        assertThat(view.known()).isNotEmpty();
        assertThat(view.suggested()).containsExactly(new SearchView.Suggested("app/auth.py", true));
        assertThat(view.files())
                .extracting(SearchView.FileMatches::path, SearchView.FileMatches::suggested)
                .containsExactly(tuple("app/auth.py", true), tuple("Makefile", false), tuple("aaa/first.kt", false));
        var match = view.files().getFirst().matches().getFirst();
        assertThat(match.line()).isEqualTo(7);
        assertThat(match.notes()).extracting(FileView.Note::text).containsExactly("Everything is kept in one dict");
        assertThat(view.total()).isEqualTo(3);
        assertThat(view.stopped()).isEmpty();
    }

    @Test
    void never_shows_the_memory_itself_or_what_git_ignores() {
        shop.file(".gitignore", "generated/\n");
        shop.file("generated/a.py", "TokenStore\n");
        shop.file("node_modules/x/i.js", "TokenStore\n");
        shop.file(".git/HEAD", "TokenStore\n");
        shop.file("blob.bin", "TokenStore\0".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(search.search("TokenStore", "x", "", "").files())
                .extracting(SearchView.FileMatches::path)
                .containsExactly("app/auth.py");
        assertThatThrownBy(() -> search.search("x", "x", "", ".mnemo")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> search.search("x", "x", "", "..")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> search.search("x", "x", "", "gone")).isInstanceOf(Refusal.class);
    }

    @Test
    void glob_and_path_narrow_the_search() {
        shop.file("app/sub/b.py", "import jwt\n");
        shop.file("web/c.js", "import jwt\n");
        assertThat(paths("*.py", "")).containsExactly("app/auth.py", "app/sub/b.py");
        assertThat(paths("app/*.py", "")).containsExactly("app/auth.py");
        assertThat(paths("b.py", "")).containsExactly("app/sub/b.py");
        assertThat(paths("*.{js,ts}", "")).containsExactly("web/c.js");
        assertThat(paths("", "app/sub")).containsExactly("app/sub/b.py");
        assertThat(paths("", "web/c.js")).containsExactly("web/c.js");
    }

    @Test
    void a_bad_pattern_is_refused_in_one_sentence() {
        assertThatThrownBy(() -> search.search("(", "x", "", ""))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Invalid regex");
        assertThatThrownBy(() -> search.search("", "x", "", "")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> search.search("x".repeat(1_001), "x", "", "")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> search.search("x", "x", "{a", "")).isInstanceOf(Refusal.class);
    }

    @Test
    void a_pattern_that_would_try_for_years_is_stopped_and_what_was_found_is_kept() {
        shop.file("a.txt", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n");
        shop.file("A.txt", "aab\n");
        var view = shop.search(Duration.ofMillis(300)).search("^(a+)+\\1?b$", "x", "*.txt", "");
        assertThat(view.stopped()).contains("Stopped after 300 ms");
        assertThat(view.files()).extracting(SearchView.FileMatches::path).containsExactly("A.txt");
    }

    @Test
    void a_pattern_that_would_use_up_the_stack_is_stopped() {
        shop.file("long.txt", "ab".repeat(5_000) + "\n");
        var view = search.search("(a|b)*c", "x", "long.txt", "");
        assertThat(view.files()).isEmpty();
        assertThat(view.stopped())
                .isIn("", "Stopped in long.txt: the pattern nests too deeply for a long line; use a simpler one.");
    }

    @Test
    void many_matches_are_limited_and_the_rest_is_counted() {
        shop.file("many.txt", "needle\n".repeat(100));
        var many = search.search("needle", "x", "many.txt", "").files().getFirst();
        assertThat(many.total()).isEqualTo(100);
        assertThat(many.matches()).hasSize(CodeSearch.MATCHES_PER_FILE_MAX);
        for (int i = 0; i < 30; i++) {
            shop.file("f/%02d.txt".formatted(i), "pin\n");
        }
        var view = search.search("pin", "x", "f/*.txt", "");
        assertThat(view.files()).hasSize(CodeSearch.FILES_MAX);
        assertThat(view.stopped()).contains("narrow it");
    }

    @Test
    void explore_lays_memory_and_code_side_by_side() {
        shop.file("app/session.py", "def evict_tokens(store):\n    store.evict()\n");
        shop.claim("Tokens expire after 900 seconds", "decisions", 0, Anchor.file("app/gone.py"));
        var view = shop.exploration().explore("token eviction evict", false);
        assertThat(view.known()).isNotEmpty();
        assertThat(view.references())
                .contains(
                        new SearchView.Suggested("app/auth.py", true), new SearchView.Suggested("app/gone.py", false));
        assertThat(view.files())
                .extracting(SearchView.FileMatches::path)
                .containsExactly("app/session.py", "app/auth.py");
        assertThat(view.gaps()).containsExactly("app/session.py");
        assertThat(view.tensions())
                .extracting(ExploreView.Tension::detail)
                .containsExactly("file: app/gone.py NOT FOUND");
        assertThat(view.regions()).isEmpty();
        var deep = shop.exploration().explore("token eviction evict", true);
        assertThat(deep.regions()).extracting(ExploreView.Region::path).containsExactly("app/auth.py");
        assertThatThrownBy(() -> shop.exploration().explore(" ", false)).isInstanceOf(Refusal.class);
    }

    private java.util.List<String> paths(String glob, String path) {
        return search.search("import jwt", "x", glob, path).files().stream()
                .map(SearchView.FileMatches::path)
                .sorted()
                .toList();
    }
}
