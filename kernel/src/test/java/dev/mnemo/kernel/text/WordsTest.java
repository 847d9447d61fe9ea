package dev.mnemo.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
    private final Words words = new Words();

    @Test
    void finds_an_identifier_whole_and_by_its_parts() {
        assertThat(words.words("TokenStore")).containsExactlyInAnyOrder("token", "store", "tokenstor");
        assertThat(words.words("token_store")).contains("token", "store", "token_store");
        assertThat(words.words("content-hash")).contains("content", "hash", "content-hash");
        assertThat(words.words("auth.TokenStore")).contains("auth", "token", "store", "auth.tokenstore");
        assertThat(words.words("src/auth/tokens.py")).contains("src", "auth", "token", "py", "tokens.py");
        assertThat(words.words("parseXMLDocument")).contains("pars", "xml", "document");
        assertThat(words.words("http2Client")).contains("http2", "client");
        assertThat(words.words("__init__")).containsExactly("init");
    }

    @Test
    void keeps_digits() {
        assertThat(words.words("HS256")).containsExactly("hs256");
        assertThat(words.words("RS256")).containsExactly("rs256");
        assertThat(words.words("port 5432, HTTP 2")).containsExactly("port", "5432", "http", "2");
        assertThat(words.words("version 2.10.3")).contains("2.10.3", "10");
    }

    @Test
    void knows_that_tokens_are_tokens() {
        assertThat(words.words("rotating tokens")).isEqualTo(words.words("Rotates token"));
        assertThat(words.words("the caches")).isEqualTo(words.words("caching"));
    }

    @Test
    void reads_apostrophes_as_english_does() {
        assertThat(words.words("don't the user's")).containsExactly("user");
        assertThat(words.words("don’t")).isEmpty();
    }

    @Test
    void reads_every_script() {
        assertThat(words.words("Größenangaben")).isEqualTo(words.words("GRÖSSENANGABEN"));
        assertThat(words.words("café")).isEqualTo(words.words("cafe\u0301"));
        assertThat(words.words("価格表")).containsExactly("価格", "格表");
        assertThat(words.words("価格API")).containsExactly("価格", "api");
        assertThat(words.words("토큰 저장소")).containsExactly("토큰", "저장", "장소");
        assertThat(words.words("Привет, мир")).containsExactly("привет", "мир");
        assertThat(words.words("𠮷野家")).containsExactly("𠮷野", "野家");
        assertThat(words.words("ﬁle５")).containsExactly("file5");
    }

    @Test
    void leaves_out_what_says_nothing() {
        assertThat(words.words("the and a of it - — ... 🎉 !?")).isEmpty();
        assertThat(words.words("")).isEmpty();
        assertThat(words.words("x".repeat(10_000))).containsExactly("x".repeat(80));
    }
}
