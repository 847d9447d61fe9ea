package dev.mnemo.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NormalFormTest {
    /// SHA-256 over the hexadecimal keys of every code point, each in a text with white space, letters and itself
    /// several times. Computed by the rule of the original (Python 3.11: split at white space, join, casefold).
    private static final String EVERY_KEY = "7d601d288520bf8bc07c1e68962afb425223652cb8baad32a343a24a04ec77ae";

    @Test
    void keys_are_those_of_the_original_for_every_code_point() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                continue;
            }
            var it = Character.toString(c);
            var text = "\t" + it + "A" + it + it + " \u03a3b" + it;
            digest.update(NormalForm.hash(NormalForm.of(text)).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(EVERY_KEY);
    }

    @Test
    void white_space_collapses_and_case_folds() {
        assertThat(NormalForm.of("  What\u00a0is\u2003a\u2028\n Straße? ")).isEqualTo("what is a strasse?");
        assertThat(NormalForm.of(" \t\u3000 ")).isEmpty();
        assertThat(NormalForm.of("ΟΔΟΣ")).isEqualTo("οδοσ");
        assertThat(NormalForm.of("İ")).isEqualTo("i\u0307");
    }

    @Test
    void composition_and_zero_width_spaces_stay() {
        assertThat(NormalForm.of("caf\u00e9")).isNotEqualTo(NormalForm.of("cafe\u0301"));
        assertThat(NormalForm.of("a\u200bb")).isEqualTo("a\u200bb");
        assertThat(NormalForm.of("שלום 🙂")).isEqualTo("שלום 🙂");
    }

    @Test
    void the_empty_text_has_the_hash_every_sha256_gives_it() {
        assertThat(NormalForm.hash("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
