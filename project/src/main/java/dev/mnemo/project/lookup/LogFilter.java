package dev.mnemo.project.lookup;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.node.Node;
import java.util.Locale;

/// What to show of the log of a memory.
///
/// @param topic only nodes that say this, whatever its case; empty for all
/// @param agent only nodes that this one claimed; empty for all
/// @param domain only nodes of this domain; empty for all
/// @param byChains whether nodes are grouped by chain
/// @param reconciliations only nodes that reconcile others
/// @param pings only messages between agents
/// @param pendingOnly only messages that nobody confirmed
/// @param limit how many at most, at least 1
public record LogFilter(
        String topic,
        String agent,
        String domain,
        boolean byChains,
        boolean reconciliations,
        boolean pings,
        boolean pendingOnly,
        int limit) {
    public LogFilter {
        if (limit < 1) {
            throw new Refusal("The limit must be at least 1, is " + limit + ".");
        }
        topic = topic.strip().toLowerCase(Locale.ROOT);
    }

    boolean accepts(Node node) {
        var ping = node.meta().json().object("ping");
        return (agent.isBlank() || node.meta().agentId().equals(agent.strip()))
                && (domain.isBlank() || node.meta().domain().equals(domain.strip()))
                && (!(pings || pendingOnly) || !ping.members().isEmpty())
                && (!pendingOnly || ping.number("acked_at").isEmpty())
                && (!reconciliations
                        || node.meta().source().equals("reconciliation")
                        || node.content().toLowerCase(Locale.ROOT).contains("reconcil"))
                && (topic.isEmpty() || node.content().toLowerCase(Locale.ROOT).contains(topic));
    }
}
