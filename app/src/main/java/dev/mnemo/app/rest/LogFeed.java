package dev.mnemo.app.rest;

import dev.mnemo.app.http.LiveFeed;
import dev.mnemo.kernel.json.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Hands new events of a project to whoever watches, whichever process wrote them.
public final class LogFeed implements LiveFeed {
    private final Projects projects;
    private final Map<Path, SharedTail> tails = new ConcurrentHashMap<>();

    /// A feed of the events of these projects.
    public LogFeed(Projects projects) {
        this.projects = projects;
    }

    @Override
    public void run(Map<String, String> query, BooleanSupplier open, Sender out) throws InterruptedException {
        if (projects.isEmpty()) {
            out.send(Json.Obj.EMPTY.with("error", "No project is known yet").compact());
            return;
        }
        var served = projects.served(Optional.ofNullable(query.get("project")));
        var tail = tails.computeIfAbsent(served.project().store().directory().resolve("logs"), SharedTail::new);
        var lines = tail.join();
        try {
            while (open.getAsBoolean()) {
                var line = lines.poll(SharedTail.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    out.send(line);
                }
            }
        } finally {
            tail.leave(lines);
        }
    }
}
