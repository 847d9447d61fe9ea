package dev.mnemo.app.ops;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Nearest;
import dev.mnemo.project.ProjectMemory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The one table of operations. Every face of the program (MCP, command line, web) reads it.
public final class Operations {
    private final SequencedMap<String, Operation<?, ?>> byName;

    private Operations(Collection<Operation<?, ?>> rows) {
        var table = new LinkedHashMap<String, Operation<?, ?>>();
        for (var row : rows) {
            if (table.put(row.name(), row) != null) {
                throw new IllegalStateException("two operations are called " + row.name());
            }
        }
        this.byName = Collections.unmodifiableSequencedMap(table);
    }

    /// Every operation on project memory, family by family. Making the table opens nothing.
    public static Operations of(ProjectMemory memory) {
        var rows = new ArrayList<Operation<?, ?>>();
        rows.addAll(RecallOps.of(memory));
        rows.addAll(KnowledgeOps.of(memory));
        rows.addAll(LookupOps.of(memory));
        rows.addAll(ChainOps.of(memory));
        rows.addAll(CodeOps.of(memory));
        rows.addAll(SessionOps.of(memory));
        rows.addAll(FlowOps.of(memory));
        rows.addAll(ScanOps.of(memory));
        rows.addAll(ProjectOps.of(memory));
        rows.addAll(StoreOps.of(memory));
        rows.addAll(HookOps.of(memory));
        rows.sort(ToolOrder.PLACES);
        return new Operations(rows);
    }

    /// A table of given rows, in their order.
    ///
    /// @throws IllegalStateException if two rows have one name
    public static Operations of(Collection<Operation<?, ?>> rows) {
        return new Operations(rows);
    }

    /// All of them, in the order of the table.
    public List<Operation<?, ?>> all() {
        return List.copyOf(byName.values());
    }

    /// The operation with a name, if there is one.
    public Optional<Operation<?, ?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The operation with a name.
    ///
    /// @throws Refusal naming the nearest one if there is none
    public Operation<?, ?> require(String name) {
        return find(name)
                .orElseThrow(() -> new Refusal("There is no tool '"
                        + (name.length() > 64 ? name.substring(0, 64) + "…" : name) + "'; "
                        + Nearest.to(name, byName.keySet())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("tools/list names the " + byName.size() + " there are.")));
    }
}
