package dev.mnemo.project.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import org.junit.jupiter.api.Test;

class AnchorTest {
    @Test
    void a_claimed_passage_gets_its_hash_and_keeps_what_nobody_knows() {
        var claimed = Anchor.claimed(Json.parseObject("""
                {"type": "content_hash", "file": "a.py", "context_lines": "  a \\n\\n\\tb\\r\\n", "mood": 7}"""));
        assertThat(claimed.string("content_hash")).hasValue("7e18f737311b2dc3");
        assertThat(claimed.number("mood")).hasValue(7);
        assertThat(Anchor.ofJson(claimed))
                .isEqualTo(new Anchor.Passage("a.py", "  a \n\n\tb\r\n", "7e18f737311b2dc3", "", 0, false));
    }

    @Test
    void a_claimed_anchor_that_lacks_something_is_refused_in_one_sentence() {
        refused("{}", "type must be file {path}");
        refused("{\"type\": \"moon\"}", "'moon'");
        refused("{\"type\": \"file\"}", "needs a non-empty text \"path\"");
        refused("{\"type\": \"file\", \"path\": \"  \"}", "needs a non-empty text \"path\"");
        refused("{\"type\": \"grep\", \"path\": \"a\"}", "\"pattern\"");
        refused("{\"type\": \"dependency\", \"name\": 3}", "\"name\"");
        refused("{\"type\": \"content_hash\", \"file\": \"a\"}", "\"context_lines\"");
        refused("{\"type\": \"file\", \"path\": \"" + "a".repeat(1001) + "\"}", "at most 1000 characters");
    }

    @Test
    void a_stored_anchor_is_never_an_error() {
        for (var text :
                new String[] {"{}", "{\"type\": 3}", "{\"type\": \"file\"}", "{\"type\": \"ping\", \"x\": 1}"}) {
            var json = Json.parseObject(text);
            assertThat(Anchor.ofJson(json)).isEqualTo(new Anchor.Unknown(json));
        }
        assertThat(Anchor.ofJson(Json.parseObject(
                        "{\"type\": \"content_hash\", \"file\": \"f\", \"context_lines\": \"x\", \"line_hint\": -5}")))
                .isEqualTo(new Anchor.Passage("f", "x", "", "", 0, false));
    }

    @Test
    void an_anchor_that_is_made_reads_back() {
        assertThat(Anchor.ofJson(Anchor.passage("src/A.java", "class A {", "class", 3)))
                .isEqualTo(
                        new Anchor.Passage("src/A.java", "class A {", ContentHash.of("class A {"), "class", 3, false));
        assertThat(Anchor.ofJson(Anchor.file("src/A.java")).path()).isEqualTo("src/A.java");
    }

    private static void refused(String json, String part) {
        assertThatThrownBy(() -> Anchor.claimed(Json.parseObject(json)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(part);
    }
}
