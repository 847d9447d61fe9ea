package dev.mnemo.kernel.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Jackson's streaming parser, turned into {@link Json} values.
final class JsonReader {
    /// How deep values may nest.
    static final int DEPTH_MAX = 200;

    /// How long one text inside a document may be, in characters.
    static final int TEXT_CHARS_MAX = 20_000_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxStringLength(TEXT_CHARS_MAX)
                    .build())
            .build();

    private JsonReader() {}

    static Json read(String text) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return document(parser);
        } catch (JacksonException fault) {
            throw new JsonFault(sentence(fault), fault);
        }
    }

    static Json read(byte[] utf8) {
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            return document(parser);
        } catch (JacksonException fault) {
            throw new JsonFault(sentence(fault), fault);
        }
    }

    static Json.Obj object(Json value) {
        if (value instanceof Json.Obj object) {
            return object;
        }
        throw new JsonFault("expected a JSON object {...}");
    }

    private static Json document(JsonParser parser) {
        var first = parser.nextToken();
        if (first == null) {
            throw new JsonFault("expected JSON, found nothing");
        }
        var value = value(parser, first);
        if (parser.nextToken() != null) {
            throw new JsonFault("expected the end after the first JSON value");
        }
        return value;
    }

    private static Json value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> new Json.Str(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getString());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> Json.Null.NULL;
            default -> throw new JsonFault("unexpected " + token + " in JSON");
        };
    }

    private static Json.Num number(String lexeme) {
        double value = Double.parseDouble(lexeme);
        if (!Double.isFinite(value)) {
            throw new JsonFault("the number " + lexeme + " is too large");
        }
        return new Json.Num(value, lexeme);
    }

    private static Json.Obj members(JsonParser parser) {
        var members = new LinkedHashMap<String, Json>();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            members.put(name, value(parser, parser.nextToken()));
        }
        return new Json.Obj(members);
    }

    private static Json.Arr items(JsonParser parser) {
        var items = new ArrayList<Json>();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token));
        }
        return new Json.Arr(items);
    }

    private static String sentence(JacksonException fault) {
        var place = fault.getLocation();
        var where = place == null || place.getLineNr() < 0
                ? ""
                : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
        return "not valid JSON" + where + ": " + fault.getOriginalMessage();
    }
}
