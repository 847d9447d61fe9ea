package dev.mnemo.app.mcp;

import dev.mnemo.app.ops.Operation;
import dev.mnemo.app.ops.Operation.Audience;
import dev.mnemo.app.ops.Operation.Effect;
import dev.mnemo.kernel.json.Json;

/// An operation as a client sees it before it calls: name, title, description, schemas, hints.
final class ToolPage {
    private ToolPage() {}

    /// The entry of `tools/list`.
    ///
    /// @param structured whether answers will have structured content
    static Json.Obj of(Operation<?, ?> operation, Revision revision, boolean structured) {
        var tool = Json.Obj.EMPTY.with("name", operation.name());
        if (revision.hasStructure()) {
            tool = tool.with("title", operation.title());
        }
        tool = tool.with("description", operation.summary()).with("inputSchema", operation.inputSchema());
        if (revision.hasStructure() && structured) {
            tool = tool.with("outputSchema", operation.outputSchema());
        }
        if (revision.hasAnnotations()) {
            tool = tool.with("annotations", annotations(operation));
        }
        var meta = meta(operation);
        return revision.hasStructure() && !meta.members().isEmpty() ? tool.with("_meta", meta) : tool;
    }

    private static Json.Obj annotations(Operation<?, ?> operation) {
        var effect = operation.effect();
        return Json.Obj.EMPTY
                .with("title", operation.title())
                .with("readOnlyHint", effect == Effect.READS)
                .with("destructiveHint", effect == Effect.REMOVES)
                .with("idempotentHint", effect != Effect.ADDS)
                .with("openWorldHint", false);
    }

    /// Hints for one family of clients, ignored by others: load the core tools without search, and let a person confirm
    /// what cannot be undone.
    private static Json.Obj meta(Operation<?, ?> operation) {
        var meta = Json.Obj.EMPTY;
        if (operation.audience() == Audience.CORE) {
            meta = meta.with("anthropic/alwaysLoad", true);
        }
        return operation.effect() == Effect.REMOVES ? meta.with("anthropic/requiresUserInteraction", true) : meta;
    }
}
