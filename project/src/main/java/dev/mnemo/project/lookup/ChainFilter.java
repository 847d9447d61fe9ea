package dev.mnemo.project.lookup;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.chain.Chain;
import java.util.List;

/// Which chains to list.
///
/// @param status only those with one of these, separated by commas; empty for all
/// @param domain only those of this domain; empty for all
/// @param agent only those that this one leads; empty for all
/// @param plan `true` for plans only, `false` for no plans, empty for both
/// @param scope `project`, `session` or `both`
/// @param limit how many at most, at least 1
public record ChainFilter(String status, String domain, String agent, String plan, String scope, int limit) {
    public ChainFilter {
        if (!List.of("project", "session", "both").contains(scope)) {
            throw new Refusal("store_scope must be project, session or both, is '" + Plain.line(scope, 40) + "'.");
        }
        if (limit < 1) {
            throw new Refusal("The limit must be at least 1, is " + limit + ".");
        }
    }

    boolean accepts(Chain chain) {
        return (status.isBlank() || List.of(status.replace(" ", "").split(",")).contains(chain.status()))
                && (domain.isBlank() || chain.domain().equals(domain.strip()))
                && (agent.isBlank() || chain.agentId().equals(agent.strip()))
                && (plan.isBlank() || chain.planRoot() == plan.strip().equalsIgnoreCase("true"));
    }
}
