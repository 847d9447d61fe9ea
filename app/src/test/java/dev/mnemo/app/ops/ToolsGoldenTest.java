package dev.mnemo.app.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The tools have exactly the names and parameters that agents already know.
class ToolsGoldenTest {
    @TempDir
    Path directory;

    private Operations operations() {
        return Operations.of(TestMemory.open(directory, directory));
    }

    private static List<Json.Obj> golden() {
        try (var file = ToolsGoldenTest.class.getResourceAsStream("/project-memory-tools.json")) {
            return ((Json.Arr) Json.parse(file.readAllBytes())).objects();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    @TestFactory
    List<DynamicTest> a_tool_takes_the_parameters_that_agents_know() {
        var operations = operations();
        var tests = new ArrayList<DynamicTest>();
        for (var tool : golden()) {
            operations
                    .find(tool.string("name", ""))
                    .ifPresent(operation -> tests.add(DynamicTest.dynamicTest(
                            operation.name(),
                            () -> assertThat(original(operation)).isEqualTo(tool))));
        }
        return tests;
    }

    @Test
    void all_55_tools_are_there_and_a_few_more() {
        var names = operations().all().stream().map(Operation::name).toList();
        assertThat(golden()).hasSize(55);
        assertThat(names)
                .containsAll(
                        golden().stream().map(tool -> tool.string("name", "")).toList());
        assertThat(names).contains("memory_export", "memory_forget", "memory_unlink", "memory_hook");
    }

    @Test
    void six_tools_are_always_shown() {
        assertThat(operations().all().stream()
                        .filter(operation -> operation.audience() == Operation.Audience.CORE)
                        .map(Operation::name))
                .hasSize(6)
                .contains("memory_recall", "memory_claim", "memory_update", "memory_search");
    }

    @Test
    void tools_stand_in_the_order_that_agents_know_and_later_ones_follow() {
        var golden = golden().stream().map(tool -> tool.string("name", "")).toList();
        var listed = operations().all().stream().map(Operation::name).toList();
        var known = listed.stream().filter(golden::contains).toList();
        assertThat(known).isEqualTo(golden.stream().filter(listed::contains).toList());
        assertThat(listed.subList(0, known.size())).isEqualTo(known);
    }

    @Test
    void every_row_can_be_shown_to_an_agent() {
        for (var operation : operations().all()) {
            assertThat(operation.name()).matches("memory_[a-z_]+");
            assertThat(operation.title()).isNotBlank();
            assertThat(operation.summary().length()).as(operation.name()).isBetween(20, 2_000);
            assertThat(operation.inputSchema().string("type")).contains("object");
            assertThat(operation.outputSchema().object("properties").members())
                    .as(operation.name())
                    .isNotEmpty();
            for (var parameter : operation.parameters()) {
                assertThat(parameter.about())
                        .as(operation.name() + "." + parameter.name())
                        .isNotBlank();
            }
        }
    }

    /// The operation as the golden file writes it; optional parameters that the original lacks are left out.
    private static Json.Obj original(Operation<?, ?> operation) {
        var known = golden().stream()
                .filter(tool -> tool.string("name", "").equals(operation.name()))
                .findFirst()
                .orElseThrow()
                .array("params")
                .objects();
        var names = known.stream().map(param -> param.string("name", "")).toList();
        var params = operation.parameters().stream()
                .filter(parameter -> names.contains(parameter.name()) || parameter.required())
                .map(parameter -> {
                    var type = known.stream()
                            .filter(param -> param.string("name", "").equals(parameter.name()))
                            .map(param -> param.string("type", ""))
                            .findFirst()
                            .orElse("");
                    return param(parameter, type);
                })
                .toList();
        return Json.Obj.EMPTY.with("name", operation.name()).with("params", Json.array(params));
    }

    private static Json.Obj param(Parameter parameter, String known) {
        var param = Json.Obj.EMPTY
                .with("name", parameter.name())
                .with(
                        "type",
                        fits(parameter.type(), known) ? known : parameter.type().words());
        if (parameter.required()) {
            return param.with("required", true);
        }
        return param.with("default", byDefault(parameter));
    }

    private static boolean fits(ParameterType type, String known) {
        return switch (known) {
            case "str" -> type instanceof ParameterType.Text;
            case "int" -> type instanceof ParameterType.Whole;
            case "float" -> type instanceof ParameterType.Real;
            case "bool" -> type instanceof ParameterType.Truth;
            case "dict" -> type instanceof ParameterType.Bag;
            case "list" -> type instanceof ParameterType.ListOf;
            case "list[str]" -> type instanceof ParameterType.ListOf(ParameterType.Text());
            case "list[dict]" ->
                type instanceof ParameterType.ListOf(var item)
                        && (item instanceof ParameterType.Bag || item instanceof ParameterType.Form);
            default -> false;
        };
    }

    private static Json byDefault(Parameter parameter) {
        var text = parameter.byDefault().orElse("");
        if (parameter.nullable()) {
            return Json.Null.NULL;
        }
        return switch (parameter.type()) {
            case ParameterType.Text() -> Json.of(text);
            case ParameterType.Whole _ -> Json.of(Long.parseLong(text));
            case ParameterType.Real() -> Json.of(Double.parseDouble(text));
            case ParameterType.Truth() -> Json.of(Boolean.parseBoolean(text));
            default -> Json.Null.NULL;
        };
    }
}
