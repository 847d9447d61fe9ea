package dev.mnemo.app.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/// Reads server-sent events out of bytes as they come, however they are cut (WHATWG HTML, 9.2.6).
final class EventReader {
    private final BiConsumer<String, String> sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private boolean hasData;
    private boolean afterReturn;

    /// @param sink gets the name of each event, the empty text if it has none, and its data
    EventReader(BiConsumer<String, String> sink) {
        this.sink = sink;
    }

    void feed(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte one = bytes[i];
            if (one == '\n' && afterReturn) {
                afterReturn = false;
            } else if (one == '\n' || one == '\r') {
                afterReturn = one == '\r';
                endOfLine(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                afterReturn = false;
                line.write(one);
            }
        }
    }

    /// Whether nothing is left over of an event that has not ended.
    boolean isBetweenEvents() {
        return line.size() == 0 && !hasData;
    }

    private void endOfLine(String text) {
        if (text.isEmpty()) {
            if (hasData) {
                sink.accept(name, data.toString());
            }
            name = "";
            data.setLength(0);
            hasData = false;
            return;
        }
        int colon = text.indexOf(':');
        var field = colon < 0 ? text : text.substring(0, colon);
        var value = colon < 0 ? "" : text.substring(colon + 1);
        value = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "event" -> name = value;
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                data.append(value);
                hasData = true;
            }
            default -> {} // comments, ids and times of reconnection
        }
    }
}
