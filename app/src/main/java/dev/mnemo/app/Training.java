package dev.mnemo.app;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A small project and what is done with it while the JVM watches: `mnemo train FOLDER` makes the AOT cache from
/// it. Every class that the first answer of a later process needs should be met here.
record Training(Path work) {
    /// Claims of the project: enough that what is derived from them is kept on disk and read from there.
    private static final int CLAIMS = 400;

    /// Makes the project.
    ///
    /// @throws MnemoException if the folder cannot be written
    void prepare() {
        try {
            Files.createDirectories(project().resolve(".git"));
            Files.writeString(project().resolve("Tax.java"), """
                    /** Rounds half even, as invoices need it. */
                    final class Tax {
                        /** The tax of an amount in cents. */
                        static long of(long cents) {
                            return cents / 5;
                        }
                    }
                    """);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT, "Cannot write to " + work + ": " + fault + ".", "Name another folder.", fault);
        }
    }

    private Path project() {
        return work.resolve("project");
    }

    /// A process of its own: no settings but this one's, no store but this one's.
    Surroundings surroundings() {
        return new Surroundings(Map.of(), Map.of(), project(), work.resolve("home"));
    }

    /// A conversation of each era, as an agent would send it.
    InputStream conversation() {
        var lines = new StringBuilder();
        lines.append(request(1, "initialize", """
                "protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"training","version":"1"}"""));
        lines.append("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n");
        lines.append(request(2, "tools/list", ""));
        int id = 3;
        for (var call : calls()) {
            lines.append(request(id++, "tools/call", call));
        }
        var stateless = """
                "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                "io.modelcontextprotocol/clientCapabilities":{}}""";
        lines.append(request(id++, "server/discover", stateless));
        lines.append(request(id, "tools/list", stateless));
        return new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> calls() {
        return List.of(
                call(
                        "memory_claim",
                        Json.Obj.EMPTY
                                .with("content", "Taxes round half even")
                                .with("domain", "decisions")
                                .with("anchors", Json.array(List.of(anchor())))),
                call("memory_claim", Json.Obj.EMPTY.with("batch", Json.array(claims()))),
                call("memory_scan", Json.Obj.EMPTY),
                call("memory_recall", Json.Obj.EMPTY.with("message", "How do taxes round?")),
                call("memory_search", Json.Obj.EMPTY.with("query", "taxes")),
                call("memory_read", Json.Obj.EMPTY.with("file", "Tax.java")),
                call("memory_status", Json.Obj.EMPTY),
                call(
                        "memory_claim",
                        Json.Obj.EMPTY.with("content", "Refunds are exact").with("domain", "decisions")),
                call("memory_recall", Json.Obj.EMPTY.with("message", "Are refunds exact?")),
                call("memory_status", Json.Obj.EMPTY));
    }

    private static Json anchor() {
        return Json.Obj.EMPTY
                .with("type", "content_hash")
                .with("file", "Tax.java")
                .with("context_lines", "return cents / 5;");
    }

    private static List<Json> claims() {
        var claims = new ArrayList<Json>();
        for (int i = 0; i < CLAIMS; i++) {
            claims.add(Json.Obj.EMPTY
                    .with("content", "The ledger keeps invoice " + i + " until its refund is settled, naïvely")
                    .with("domain", "architecture"));
        }
        return claims;
    }

    private static String call(String tool, Json.Obj arguments) {
        return "\"name\":\"" + tool + "\",\"arguments\":" + arguments.compact();
    }

    private static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}\n";
    }

    /// A command that shows nodes worth linking, for {@link #linking}.
    List<String> linkable() {
        return List.of("search", "ledger invoice refund settled", "--json");
    }

    /// Commands that link what {@link #linkable} showed, each with the next: recall walks links.
    List<List<String>> linking(String shown) {
        var addresses = new ArrayList<String>();
        for (var hit : Json.parseObject(shown).array("hits").items()) {
            if (hit instanceof Json.Obj node) {
                addresses.add(node.string("addr", ""));
            }
        }
        var commands = new ArrayList<List<String>>();
        for (int i = 1; i < addresses.size(); i++) {
            commands.add(List.of("link", addresses.get(i - 1), addresses.get(i)));
        }
        return commands;
    }

    /// Commands as a person would type them.
    List<List<String>> commands() {
        return List.of(
                List.of("recall", "how", "do", "taxes", "round"),
                List.of("search", "taxes", "--json"),
                List.of("status"),
                List.of("recall", "--help"));
    }

    /// What an editor tells on the way of one change.
    List<InputStream> hooks() {
        var file = project().resolve("Tax.java").toString();
        var reads = Json.Obj.EMPTY.with("file_path", file);
        var edits = reads.with("new_string", """
                static long refundOfInvoice(long cents) { return ledger.settledAmount(cents) - roundedTax(cents); }
                """);
        return List.of(
                hook("SessionStart", Json.Obj.EMPTY.with("source", "startup")),
                hook("UserPromptSubmit", Json.Obj.EMPTY.with("prompt", "How do taxes round for an invoice?")),
                hook("PreToolUse", tool("Read", reads)),
                hook("PreToolUse", tool("Edit", edits)),
                hook("PostToolUse", tool("Edit", edits)),
                hook("PostToolUseFailure", tool("Edit", edits).with("error", "the ledger is not settled")),
                hook("Stop", Json.Obj.EMPTY));
    }

    private static Json.Obj tool(String name, Json.Obj input) {
        return Json.Obj.EMPTY.with("tool_name", name).with("tool_input", input);
    }

    private InputStream hook(String event, Json.Obj more) {
        var input = more.with("hook_event_name", event).with("cwd", project().toString());
        return new ByteArrayInputStream(input.compact().getBytes(StandardCharsets.UTF_8));
    }
}
