package dev.mnemo.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {
    @Test
    void ordinary_text_stays_as_it_is() {
        var text = "Größe 🎉\n\ttab, 漢字, עברית";
        assertThat(Plain.text(text)).isEqualTo(text);
    }

    @Test
    void escape_sequences_vanish_whole() {
        assertThat(Plain.text("a\u001b[31;1mred\u001b[0m b")).isEqualTo("ared b");
        assertThat(Plain.text("a\u001b]0;title\u0007b\u001b]8;;http://x\u001b\\c"))
                .isEqualTo("abc");
        assertThat(Plain.text("a\u009b2Jb\u001bcd\u001b")).isEqualTo("abd");
    }

    @Test
    void an_unfinished_escape_sequence_swallows_no_other_line() {
        assertThat(Plain.text("a\u001b]0;never closed\nb\u001b[31\nc")).isEqualTo("a\nb\nc");
    }

    @Test
    void control_characters_direction_overrides_and_tags_vanish() {
        assertThat(Plain.text("a\u0000\b\r\nb\u202ec\u2066d\ufeff\u007f\u0085" + Character.toString(0xe0041) + "e"))
                .isEqualTo("a\nbcde");
        assertThat(Plain.text("a\ud83cb")).isEqualTo("a\ufffdb");
    }

    @Test
    void a_line_is_flat_and_cut_by_code_points() {
        assertThat(Plain.line("  a\n\n\tb \r\n c  ")).isEqualTo("a b c");
        assertThat(Plain.line("🎉🎉🎉🎉", 3)).isEqualTo("🎉🎉…");
        assertThat(Plain.line("abc", 3)).isEqualTo("abc");
    }
}
