package dev.mnemo.project.flow;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Relation;
import dev.mnemo.project.node.StoreView;
import java.util.List;
import java.util.Set;

/// Checks steps before they are stored, so that a mistake shows when it is made and not when the pipeline runs.
final class Steps {
    /// Steps of one pipeline.
    static final int STEPS_MAX = 50;

    /// The most nodes one step may ask for.
    static final int NODES_MAX = 200;

    /// The deepest traversal.
    static final int DEPTH_MAX = 5;

    private static final Set<String> DIRECTIONS = Set.of("both", "out", "in", "forward", "reverse");
    private static final Set<String> ORDERS = Set.of("created", "priority", "confidence");

    private Steps() {}

    /// @param what what the steps are called in refusals, `step` or `post step`
    /// @throws Refusal naming the step and what is allowed
    static void check(StoreView view, String what, List<Json.Obj> steps) {
        if (steps.size() > STEPS_MAX) {
            throw new Refusal("There are " + steps.size() + " " + what + "s; at most " + STEPS_MAX + " are allowed.");
        }
        for (int i = 0; i < steps.size(); i++) {
            check(view, what + " " + i, steps.get(i));
        }
    }

    private static void check(StoreView view, String which, Json.Obj step) {
        var name = step.string("op", "");
        var op = Op.of(name)
                .orElseThrow(
                        () -> new Refusal("In " + which + " the op '" + name + "' is unknown. Valid: " + Op.all()));
        for (var key : step.members().keySet()) {
            if (!key.equals("op") && !op.parameters().contains(key)) {
                throw new Refusal("In " + which + " (" + name + ") the parameter '" + key + "' is unknown. Valid: "
                        + (op.parameters().isEmpty() ? "none" : String.join(", ", op.parameters())));
            }
        }
        number(step, which, "max_nodes", 1, NODES_MAX);
        number(step, which, "depth", 1, DEPTH_MAX);
        number(step, which, "n", 0, NODES_MAX);
        number(step, which, "priority", 0, 1);
        number(step, which, "min_priority", 0, 1);
        number(step, which, "min_confidence", 0, 1);
        switch (op) {
            case TRAVERSE -> {
                relations(step).forEach(Relation::parse);
                oneOf(step, which, "direction", DIRECTIONS);
            }
            case SORT -> oneOf(step, which, "by", ORDERS);
            case LINK -> link(view, which, step);
            case CLAIM -> required(which, step, "content");
            case RUN -> required(which, step, "pipeline");
            default -> {}
        }
    }

    private static void link(StoreView view, String which, Json.Obj step) {
        Relation.parse(step.string("rel", Relation.RELATES_TO.text()));
        var target = required(which, step, "target");
        if (Interpolation.missing(target).isEmpty()) {
            view.require(target);
        }
    }

    private static String required(String which, Json.Obj step, String key) {
        return step.string(key)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new Refusal(
                        "In " + which + " (" + step.string("op", "") + ") the parameter '" + key + "' is missing."));
    }

    private static void oneOf(Json.Obj step, String which, String key, Set<String> valid) {
        step.string(key).filter(text -> !valid.contains(text)).ifPresent(text -> {
            throw new Refusal("In " + which + " '" + key + "' is '" + text + "'. Valid: "
                    + String.join(", ", valid.stream().sorted().toList()));
        });
    }

    private static void number(Json.Obj step, String which, String key, double min, double max) {
        if (!step.has(key)) {
            return;
        }
        double value = step.number(key, Double.NaN);
        if (!(value >= min && value <= max)) {
            throw new Refusal("In " + which + " '" + key + "' must be a number from "
                    + Json.of(min).lexeme() + " to " + Json.of(max).lexeme() + ".");
        }
    }

    /// The relations that a traversal follows: a list, or a text with commas; empty means all.
    static List<String> relations(Json.Obj step) {
        var listed = step.array("rel_types").strings();
        var texts = listed.isEmpty() ? List.of(step.string("rel_types", "").split(",")) : listed;
        return texts.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    }
}
