package dev.mnemo.app.http;

import java.util.Map;
import java.util.function.BooleanSupplier;

/// Something that a browser watches over a WebSocket: texts, sent as they come.
@FunctionalInterface
public interface LiveFeed {
    /// Connections that may watch at once; further ones are refused.
    int CONNECTIONS_MAX = 1_000;

    /// Sends texts until the watcher is gone. Runs on a thread of its own.
    ///
    /// @param query the query of the request
    /// @param open whether the watcher is still there
    /// @param out sends one text; blocks while the watcher is slow
    void run(Map<String, String> query, BooleanSupplier open, Sender out) throws InterruptedException;

    /// Sends one text.
    @FunctionalInterface
    interface Sender {
        void send(String text);
    }
}
