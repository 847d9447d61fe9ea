package dev.mnemo.project.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a store folder with nothing of ours: a JSON reader and checks written from the description of the
/// format. What it accepts, another implementation can read.
record FormatReader(
        Map<String, Map<String, Object>> nodes, List<String> active, List<String> roots, Map<String, Object> chains) {
    private static final List<String> KEYS = List.of("type", "content", "inputs", "created", "meta", "addr");

    static FormatReader read(Path folder) throws IOException {
        var nodes = new TreeMap<String, Map<String, Object>>();
        try (var files = Files.newDirectoryStream(folder.resolve("nodes"), "*.json")) {
            for (var file : files) {
                var node = object(file);
                var address = (String) node.get("addr");
                assertThat(file.getFileName()).hasToString(address + ".json");
                assertThat(List.copyOf(node.keySet())).isEqualTo(KEYS);
                if (!node.get("type").equals("tombstone")) {
                    assertThat(address).isEqualTo(address(node));
                }
                nodes.put(address, node);
            }
        }
        var active = strings(folder.resolve("active.json"));
        assertThat(active).isSorted().doesNotHaveDuplicates();
        assertThat(nodes.keySet()).containsAll(active);
        var chains = folder.resolve("chains.json");
        var reader = new FormatReader(
                nodes, active, strings(folder.resolve("roots.json")), Files.exists(chains) ? object(chains) : Map.of());
        reader.checkIndexes(folder);
        return reader;
    }

    /// Each link is in the index of links, and each content-hash anchor of an active node in the index of
    /// files.
    private void checkIndexes(Path folder) throws IOException {
        var reverse = folder.resolve("index/reverse_links.json");
        var byFile = folder.resolve("index/by_file.json");
        for (var node : nodes.values()) {
            for (var link : list(meta(node).get("links"))) {
                var source = Map.of("source_addr", node.get("addr"), "rel", link.get("rel"));
                assertThat(list(object(reverse).get(link.get("addr")))).contains(source);
            }
            if (active.contains(node.get("addr"))) {
                for (var anchor : list(meta(node).get("anchors"))) {
                    if ("content_hash".equals(anchor.get("type"))) {
                        assertThat(list(object(byFile).get(anchor.get("file"))))
                                .anyMatch(entry -> entry.get("addr").equals(node.get("addr")));
                    }
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> meta(Map<String, Object> node) {
        return (Map<String, Object>) node.get("meta");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(@Nullable Object value) {
        return value == null ? List.of() : (List<Map<String, Object>>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Path file) throws IOException {
        return Files.exists(file) ? (List<String>) json(file) : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Path file) throws IOException {
        return (Map<String, Object>) json(file);
    }

    private static Object json(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        for (byte b : bytes) {
            assertThat(b).as("an ASCII character of " + file).isPositive();
        }
        var text = new String(bytes, StandardCharsets.US_ASCII);
        assertThat(text).doesNotEndWith("\n");
        var parser = new Parser(text);
        var value = parser.value();
        assertThat(parser.at).isEqualTo(text.length());
        return value;
    }

    @SuppressWarnings("unchecked")
    private static String address(Map<String, Object> node) {
        var inputs = new ArrayList<>((List<String>) node.get("inputs"));
        inputs.sort(null);
        var text = node.get("type") + "\n" + node.get("content") + "\n" + String.join(",", inputs);
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var hex = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                hex.append("%02x".formatted(digest[i]));
            }
            return hex.toString();
        } catch (java.security.NoSuchAlgorithmException fault) {
            throw new IllegalStateException(fault);
        }
    }

    /// Just enough JSON.
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Object value() {
            space();
            char c = text.charAt(at);
            return switch (c) {
                case '{' -> members();
                case '[' -> items();
                case '"' -> string();
                case 't' -> word("true", true);
                case 'f' -> word("false", false);
                case 'n' -> word("null", "null");
                default -> number();
            };
        }

        private Object word(String word, Object meaning) {
            assertThat(text.startsWith(word, at)).isTrue();
            at += word.length();
            return meaning;
        }

        private Object number() {
            int from = at;
            while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            return Double.valueOf(text.substring(from, at));
        }

        private Map<String, Object> members() {
            var map = new LinkedHashMap<String, Object>();
            at++;
            for (space(); text.charAt(at) != '}'; space()) {
                var key = string();
                space();
                assertThat(text.charAt(at++)).isEqualTo(':');
                map.put(key, value());
                comma('}');
            }
            at++;
            return map;
        }

        private List<Object> items() {
            var list = new ArrayList<Object>();
            at++;
            for (space(); text.charAt(at) != ']'; space()) {
                list.add(value());
                comma(']');
            }
            at++;
            return list;
        }

        private void comma(char end) {
            space();
            if (text.charAt(at) == ',') {
                at++;
                space();
                assertThat(text.charAt(at)).isNotEqualTo(end);
            } else {
                assertThat(text.charAt(at)).isEqualTo(end);
            }
        }

        private String string() {
            var out = new StringBuilder();
            assertThat(text.charAt(at++)).isEqualTo('"');
            while (text.charAt(at) != '"') {
                char c = text.charAt(at++);
                if (c != '\\') {
                    out.append(c);
                    continue;
                }
                char escaped = text.charAt(at++);
                if (escaped == 'u') {
                    out.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                    at += 4;
                } else {
                    int place = "nrtbf\"\\/".indexOf(escaped);
                    assertThat(place).isNotNegative();
                    out.append("\n\r\t\b\f\"\\/".charAt(place));
                }
            }
            at++;
            return out.toString();
        }

        private void space() {
            while (at < text.length() && " \n".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
