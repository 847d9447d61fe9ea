package dev.mnemo.project.chain;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import java.util.List;

/// A thread of reasoning as `chains.json` keeps it. The JSON object is the truth and keeps keys that nobody here knows.
///
/// @param id `ch_` and twelve hexadecimal digits
/// @param members the nodes of the thread, oldest first
/// @param domain its domain, or an empty text
/// @param summary what it is about, or an empty text
/// @param status `preliminary`, `active`, `stashed`, `archived` or `superseded`
/// @param agentId who leads it, or an empty text
/// @param lastExtended when it last grew, epoch seconds
/// @param planRoot whether it is a plan, with a team and measures of success
/// @param json the whole object
public record Chain(
        String id,
        List<Address> members,
        String domain,
        String summary,
        String status,
        String agentId,
        double lastExtended,
        boolean planRoot,
        Json.Obj json) {

    /// The status of a chain that takes part in recall.
    public static final String ACTIVE = "active";

    /// The status of a chain that lives with a session until it is promoted.
    public static final String PRELIMINARY = "preliminary";

    /// The status of a chain whose nodes are kept back from recall.
    public static final String STASHED = "stashed";

    public Chain {
        members = List.copyOf(members);
    }

    /// Reads one entry of `chains.json`.
    public static Chain ofJson(String id, Json.Obj json) {
        return new Chain(
                id,
                json.array("members").strings().stream()
                        .flatMap(text -> Address.parse(text).stream())
                        .toList(),
                json.string("domain", ""),
                json.string("summary", ""),
                json.string("status", ACTIVE),
                json.string("agent_id", ""),
                json.number("last_extended", 0),
                json.isTrue("plan_root"),
                json);
    }

    /// Whether it takes part in recall.
    public boolean isActive() {
        return status.equals(ACTIVE);
    }
}
