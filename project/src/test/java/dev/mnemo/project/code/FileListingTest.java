package dev.mnemo.project.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListingTest {
    @TempDir
    Path folder;

    private CodeFixture shop;

    @BeforeEach
    void open() {
        shop = new CodeFixture(folder);
        shop.shop();
        for (var name :
                List.of("app/db.py", "lib/auth.py", "web/a.ts", "web/b.tsx", "web/deep/c.ts", "top.py", "x[1].py")) {
            shop.file(name, "");
        }
        shop.file(".gitignore", "*.log\n");
        shop.file("web/d.log", "");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void patterns_mean_what_they_mean_in_shells() {
        assertThat(paths("**/*.py", "."))
                .containsExactly("app/auth.py", "app/db.py", "lib/auth.py", "top.py", "x[1].py");
        assertThat(paths("*.py", ".")).containsExactly("top.py", "x[1].py");
        assertThat(paths("app/*", ".")).containsExactly("app/auth.py", "app/db.py");
        assertThat(paths("**/*.{ts,tsx}", "web")).containsExactly("web/a.ts", "web/b.tsx", "web/deep/c.ts");
        assertThat(paths("web/**", ".")).containsExactly("web/a.ts", "web/b.tsx", "web/deep/c.ts");
        assertThat(paths("**/deep/**/*.ts", ".")).containsExactly("web/deep/c.ts");
        assertThat(paths("[a-l]*/[!d]*.py", ".")).containsExactly("app/auth.py", "lib/auth.py");
        assertThat(paths("t?p.py", ".")).containsExactly("top.py");
        assertThat(paths("{app,lib}/{auth,db}.py", ".")).containsExactly("app/auth.py", "app/db.py", "lib/auth.py");
        assertThat(paths("*.log", "web")).isEmpty();
        assertThat(paths("**/*.json", ".")).isEmpty();
    }

    @Test
    void says_how_much_is_known_about_each_file_and_tells_namesakes_apart() {
        var listed = shop.listing().list("**/*.py", ".");
        assertThat(listed.files())
                .contains(new FileListing.ListedFile("app/auth.py", 2), new FileListing.ListedFile("lib/auth.py", 0));
        assertThat(listed.total()).isEqualTo(5);
        assertThat(listed.known()).isEqualTo(1);
        assertThat(listed.complete()).isTrue();
    }

    @Test
    void hostile_patterns_take_no_time_and_bad_ones_are_refused() {
        assertThat(Glob.of("*a".repeat(200) + "b").matches("a".repeat(900))).isFalse();
        assertThat(Glob.of("**/".repeat(150) + "x").matches("a/".repeat(450) + "y"))
                .isFalse();
        for (var pattern : List.of("", "{a,b", "../*", "/etc/*", "{a,b}".repeat(20), "x".repeat(501))) {
            assertThatThrownBy(() -> Glob.of(pattern)).as(pattern).isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> shop.listing().list("*", "../")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> shop.listing().list("*", "top.py")).isInstanceOf(Refusal.class);
    }

    private List<String> paths(String pattern, String path) {
        return shop.listing().list(pattern, path).files().stream()
                .map(FileListing.ListedFile::path)
                .toList();
    }
}
