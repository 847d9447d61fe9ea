package dev.mnemo.app.rest;

import dev.mnemo.app.http.LiveFeed;
import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.kernel.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Hands new events of a project to whoever watches, whichever process wrote them.
public final class LogFeed implements LiveFeed {
    /// How often the logs are looked at.
    static final long PAUSE_MILLIS = 250;

    private final Projects projects;

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
        var tail = new EventReader(served.project().store().directory().resolve("logs")).tail();
        while (open.getAsBoolean()) {
            for (var event : tail.next()) {
                out.send(ProjectApi.entry(event).compact());
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
