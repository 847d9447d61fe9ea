package dev.mnemo.kernel.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    @ParameterizedTest
    @CsvSource({
        "1795218620.2821703, 1795218620.2821703",
        "0.8, 0.8",
        "1, 1.0",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1e-7, 1e-07",
        "1.5e-7, 1.5e-07",
        "1e16, 1e+16",
        "123456789012345680000, 1.2345678901234568e+20",
        "9007199254740993, 9007199254740992.0",
        "-2.5, -2.5",
        "1e100, 1e+100",
        "0, 0.0"
    })
    void numbers_have_the_shortest_form_that_reads_back(double value, String expected) {
        assertThat(Json.of(value).lexeme()).isEqualTo(expected);
        assertThat(Double.parseDouble(Json.of(value).lexeme())).isEqualTo(value);
    }

    @Test
    void pretty_text_is_indented_by_two_and_escapes_what_is_not_ascii() {
        var json = Json.parse("{\"a\":[1,0.50,{}],\"ö\":\"🎉\\u007f\\n\",\"e\":[]}");
        assertThat(json.pretty()).isEqualTo("""
                        {
                          "a": [
                            1,
                            0.50,
                            {}
                          ],
                          "\\u00f6": "\\ud83c\\udf89\\u007f\\n",
                          "e": []
                        }""");
        assertThat(Json.parse(json.pretty())).isEqualTo(json);
    }

    @Test
    void what_is_not_json_is_refused_in_one_sentence() {
        assertThatThrownBy(() -> Json.parse("{\"a\":"))
                .isInstanceOf(JsonFault.class)
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> Json.parse("")).isInstanceOf(JsonFault.class);
        assertThatThrownBy(() -> Json.parse("{} {}")).isInstanceOf(JsonFault.class);
        assertThatThrownBy(() -> Json.parse("{\"a\":1,\"a\":2}")).isInstanceOf(JsonFault.class);
        assertThatThrownBy(() -> Json.parse("[".repeat(300))).isInstanceOf(JsonFault.class);
        assertThatThrownBy(() -> Json.parse("1e999")).isInstanceOf(JsonFault.class);
        assertThatThrownBy(() -> Json.parseObject("[]")).isInstanceOf(JsonFault.class);
    }
}
