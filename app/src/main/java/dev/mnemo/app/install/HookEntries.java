package dev.mnemo.app.install;

import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Hooks as several agents nest them: event → list of entries with a `matcher` → list of `hooks` with a `command`.
final class HookEntries {
    /// The command that the first implementation of Mnemo installed; such an entry counts as ours.
    private static final String FIRST_COMMAND = "mnemo hook";

    private final String command;

    HookEntries(String command) {
        this.command = command;
    }

    /// One hook to have.
    ///
    /// @param event what it listens to
    /// @param matcher which tools or sources; empty for all
    /// @param timeout how long the agent waits, in the agent's own unit
    record Wanted(String event, String matcher, int timeout) {}

    /// The hooks with ours in them; entries of others stay as they are.
    Json.Obj install(Json.Obj hooks, List<Wanted> wanted) {
        var result = new LinkedHashMap<>(hooks.members());
        for (var hook : wanted) {
            var entries = new ArrayList<>(hooks.array(hook.event()).items());
            if (entries.stream().noneMatch(this::holdsOurs)) {
                entries.add(entry(hook));
                result.put(hook.event(), Json.array(entries));
            }
        }
        return new Json.Obj(result);
    }

    /// The hooks without ours; lists and entries that become empty go too.
    Json.Obj uninstall(Json.Obj hooks) {
        var result = new LinkedHashMap<String, Json>();
        for (var event : hooks.members().entrySet()) {
            if (event.getValue() instanceof Json.Arr entries) {
                var kept = entries.items().stream()
                        .map(this::withoutOurs)
                        .filter(HookEntries::isWorthKeeping)
                        .toList();
                if (!kept.isEmpty() || entries.items().isEmpty()) {
                    result.put(event.getKey(), Json.array(kept));
                }
            } else {
                result.put(event.getKey(), event.getValue());
            }
        }
        return new Json.Obj(result);
    }

    private Json entry(Wanted hook) {
        var entry = hook.matcher().isEmpty() ? Json.Obj.EMPTY : Json.Obj.EMPTY.with("matcher", hook.matcher());
        return entry.with(
                "hooks",
                Json.array(List.of(Json.Obj.EMPTY
                        .with("type", "command")
                        .with("command", command)
                        .with("timeout", hook.timeout()))));
    }

    private boolean holdsOurs(Json entry) {
        return entry instanceof Json.Obj object
                && object.array("hooks").items().stream().anyMatch(isOurs());
    }

    private Predicate<Json> isOurs() {
        return hook -> hook instanceof Json.Obj object
                && (object.string("command", "").equals(command)
                        || object.string("command", "").equals(FIRST_COMMAND));
    }

    private Json withoutOurs(Json entry) {
        if (!(entry instanceof Json.Obj object) || !holdsOurs(entry)) {
            return entry;
        }
        var others =
                object.array("hooks").items().stream().filter(isOurs().negate()).toList();
        return others.isEmpty() ? Json.Obj.EMPTY : object.with("hooks", Json.array(others));
    }

    private static boolean isWorthKeeping(Json entry) {
        return !(entry instanceof Json.Obj object) || !object.equals(Json.Obj.EMPTY);
    }

    /// An object with one member replaced, or without it if the new value is empty.
    static Json.Obj withOrWithout(Json.Obj object, String key, Json.Obj value) {
        return value.members().isEmpty() ? object.without(key) : object.with(key, value);
    }

    /// An object with one member of one of its members set.
    static Json.Obj withInner(Json.Obj object, String key, String inner, Json value) {
        return object.with(key, object.object(key).with(inner, value));
    }

    /// An object with one member of one of its members removed; the outer member goes when it becomes empty.
    static Json.Obj withoutInner(Json.Obj object, String key, String inner) {
        return object.has(key) ? withOrWithout(object, key, object.object(key).without(inner)) : object;
    }

    /// Members in order, for literals.
    static Json.Obj object(Map<String, Json> members) {
        return new Json.Obj(new LinkedHashMap<>(members));
    }
}
