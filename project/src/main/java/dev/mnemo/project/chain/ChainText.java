package dev.mnemo.project.chain;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A chain as text: a headline, for plans what was agreed, then its nodes from the oldest to the newest.
public final class ChainText {
    private static final int FRICTION_POINTS_SHOWN = 3;

    private ChainText() {}

    /// Renders a chain until a number of characters is used up; the last node may run over it.
    ///
    /// @param now epoch seconds
    public static String render(Chain chain, StoreView view, int charsMax, double now) {
        var lines = new ArrayList<String>();
        lines.add(headline(chain));
        if (chain.planRoot()) {
            plan(chain, lines);
        }
        int chars = lines.stream().mapToInt(line -> line.length() + 1).sum();
        var nodes = chain.members().stream()
                .flatMap(address -> view.node(address).stream())
                .toList();
        for (int i = 0; i < nodes.size(); i++) {
            if (chars >= charsMax) {
                lines.add("  ... (" + (nodes.size() - i) + " more nodes)");
                break;
            }
            var line = member(nodes.get(i), now);
            lines.add(line);
            chars += line.length() + 1;
        }
        return String.join("\n", lines);
    }

    /// The line above a chain's nodes.
    public static String headline(Chain chain) {
        return "── Chain " + chain.id() + " [" + chain.domain() + (chain.isActive() ? "" : ", " + chain.status()) + "]"
                + (chain.planRoot() ? " [PLAN]" : "")
                + (chain.summary().isEmpty() ? "" : ": " + chain.summary())
                + (chain.agentId().isEmpty() ? "" : " (by " + chain.agentId() + ")")
                + " (" + chain.members().size() + " node" + (chain.members().size() == 1 ? "" : "s") + ") ──";
    }

    private static String member(Node node, double now) {
        var context = node.meta().json().object("code_context");
        var agent = node.meta().agentId();
        var lines = context.array("lines").items().stream().map(Json::compact).collect(Collectors.joining("-"));
        var place = context.string("file").map(file -> " [" + file + (lines.isEmpty() ? "" : ":" + lines) + "]");
        return "  " + (agent.isEmpty() ? "" : "[" + agent + "] ") + node.content() + place.orElse("")
                + (place.isPresent() && node.meta().drifted() ? " ⚠ drifted" : "")
                + " [" + Freshness.label(node, now) + "]";
    }

    private static void plan(Chain chain, List<String> lines) {
        var team = team(chain);
        if (!team.isEmpty()) {
            lines.add("  Team: " + team);
        }
        var target = target(chain);
        if (!target.isEmpty()) {
            lines.add("  Success: " + target);
        }
        var friction = friction(chain);
        if (!friction.isEmpty()) {
            lines.add("  Friction: "
                    + friction.stream()
                            .limit(FRICTION_POINTS_SHOWN)
                            .map(point -> String.join(", ", point.array("files").strings()) + " — "
                                    + point.string("description", ""))
                            .collect(Collectors.joining(" | "))
                    + (friction.size() > FRICTION_POINTS_SHOWN ? " ..." : ""));
        }
    }

    /// Who works on a plan, as what, and with what say; empty if nobody is named.
    public static String team(Chain plan) {
        return plan.json().array("team_config").objects().stream()
                .map(agent -> agent.string("agent_id", "?") + " (" + agent.string("role", "") + ", auth="
                        + agent.get("authority").map(Json::compact).orElse("0.0") + ")")
                .collect(Collectors.joining(", "));
    }

    /// What a plan is to bring about and how that is measured; empty if it does not say.
    public static String target(Chain plan) {
        var success = plan.json().object("success_criteria");
        return success.members().isEmpty()
                ? ""
                : success.get("expected_outputs").map(Json::compact).orElse("?") + " "
                        + success.string("output_type", "")
                        + success.string("completion_metric")
                                .map(metric -> " | metric: " + metric)
                                .orElse("");
    }

    /// The places at which a plan expects trouble.
    public static List<Json.Obj> friction(Chain plan) {
        return plan.json().array("friction_points").objects();
    }
}
