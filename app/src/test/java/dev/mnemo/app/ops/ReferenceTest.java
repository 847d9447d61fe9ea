package dev.mnemo.app.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.app.TestServer;
import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference in `docs/tools.md` and `docs/rest.md` is what the tables of the program say. After a change of the
/// tables, `-Dmnemo.reference=write` writes both anew.
final class ReferenceTest {
    private static final boolean WRITE = "write".equals(System.getProperty("mnemo.reference"));

    @TempDir
    private Path disk;

    @Test
    void the_reference_of_tools_is_what_the_table_says() throws IOException {
        var text = new StringBuilder("""
                # Tools

                What agents call over MCP. Each is also a command (`memory_recall` is `mnemo recall`) and an endpoint
                (`POST /api/project/memory_recall`). This page is written from the table of operations; `mnemo tools --json` prints the schemas.
                """);
        for (var operation : Operations.of(TestMemory.open(disk, disk)).all()) {
            text.append(section(operation));
        }
        compare("tools.md", text.toString());
    }

    @Test
    void the_reference_of_rest_is_what_the_server_says() throws Exception {
        try (var server = new TestServer(disk, InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z")))) {
            server.start();
            var text = new StringBuilder("""
                    # REST

                    Every endpoint, as `/openapi.json` describes it with all shapes. This page is written from the table of endpoints; the server's
                    page "REST reference" can try them. The tools are `POST /api/project/NAME`: see [tools.md](tools.md).

                    | call | query | what |
                    |---|---|---|
                    """);
            server.json("/openapi.json").object("paths").members().forEach((path, methods) -> {
                if (!path.startsWith("/api/project/memory_")) {
                    ((Json.Obj) methods)
                            .members()
                            .forEach((method, about) -> text.append(row(method, path, (Json.Obj) about)));
                }
            });
            compare("rest.md", text.toString());
        }
    }

    private static String row(String method, String path, Json.Obj about) {
        var query = about.array("parameters").objects().stream()
                .filter(parameter -> parameter.string("in", "").equals("query"))
                .map(parameter -> "`" + parameter.string("name", "") + "`")
                .collect(Collectors.joining(", "));
        return "| `" + method.toUpperCase(Locale.ROOT) + " " + path + "` | " + query + " | "
                + cell(about.string("summary", "")) + " |\n";
    }

    private static String section(Operation<?, ?> operation) {
        var text = new StringBuilder("\n## " + operation.name() + "\n\n" + operation.summary() + "\n\n"
                + operation.effect().name().charAt(0)
                + operation.effect().name().substring(1).toLowerCase(Locale.ROOT) + "; shown to "
                + shownTo(operation) + ".\n");
        if (!operation.parameters().isEmpty()) {
            text.append("\n| parameter | type | default | what |\n|---|---|---|---|\n");
        }
        for (var parameter : operation.parameters()) {
            text.append("| `" + parameter.name() + "` | " + type(parameter.type()) + " | " + byDefault(parameter)
                    + " | " + cell(parameter.about()) + allowed(parameter) + " |\n");
        }
        return text.toString();
    }

    private static String shownTo(Operation<?, ?> operation) {
        return switch (operation.audience()) {
            case CORE -> "every agent, always";
            case ALL -> "every agent";
            case PROGRAMS -> "programs only";
        };
    }

    private static String byDefault(Parameter parameter) {
        if (parameter.required()) {
            return "needed";
        }
        return parameter
                .byDefault()
                .filter(value -> !value.isEmpty())
                .map(value -> "`" + value + "`")
                .orElse("");
    }

    private static String allowed(Parameter parameter) {
        return parameter.oneOf().isEmpty()
                ? ""
                : " One of "
                        + parameter.oneOf().stream().map(one -> "`" + one + "`").collect(Collectors.joining(", "))
                        + ".";
    }

    private static String type(ParameterType type) {
        return switch (type) {
            case ParameterType.Text _ -> "text";
            case ParameterType.Whole _ -> "whole number";
            case ParameterType.Real _ -> "number";
            case ParameterType.Truth _ -> "true or false";
            case ParameterType.Bag _ -> "object";
            case ParameterType.Anything _ -> "any JSON";
            case ParameterType.ListOf list -> "list of " + type(list.item());
            case ParameterType.Form form ->
                form.parameters().stream().map(Parameter::name).collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ").strip();
    }

    private static void compare(String name, String text) throws IOException {
        var file = Path.of("..", "docs", name);
        if (WRITE) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file))
                .as("docs/%s is written anew by -Dmnemo.reference=write", name)
                .isEqualTo(text);
    }
}
