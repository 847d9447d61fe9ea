package dev.mnemo.project.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentHashTest {
    @Test
    void hashes_as_every_implementation_of_the_format_does() {
        assertThat(ContentHash.of(
                        "class TokenStore:\n    \"\"\"Keeps refresh tokens in memory with a sliding expiry.\"\"\""))
                .isEqualTo("6a2d128c76cc2ea0");
        assertThat(ContentHash.of("  a \n\n\tb\r\n")).isEqualTo("7e18f737311b2dc3");
        assertThat(ContentHash.of("")).isEqualTo("e3b0c44298fc1c14");
        assertThat(ContentHash.of("class TokenStore:\n    \"\"\"Keeps refresh tokens.\"\"\""))
                .isEqualTo("aa816d24afa806f0");
    }

    @Test
    void does_not_see_indentation_blank_lines_and_line_ends() {
        assertThat(ContentHash.of("\u00a0if (x) {\r\n\r\n\t  y();\u0085\n}\n"))
                .isEqualTo(ContentHash.of("if (x) {\ny();\n}"));
    }

    @Test
    void sees_a_changed_character() {
        assertThat(ContentHash.of("a\nb")).isNotEqualTo(ContentHash.of("a\nB"));
        assertThat(ContentHash.of("a b")).isNotEqualTo(ContentHash.of("a  b"));
    }
}
