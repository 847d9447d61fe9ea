package dev.mnemo.kernel.sql;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The steps that make and change the tables of one product. They are resources `V1__schema.sql`, `V2__schema.sql`, …
/// without a gap: each either in the folder `common` or, where the dialects differ, in the folder of each dialect. What
/// was released never changes.
///
/// @param product names the product's table of steps; lower-case letters
/// @param folder the resource folder that holds those folders, such as `/dev/mnemo/user/schema`
/// @param anchor a class beside which the resources are
public record Migrations(String product, String folder, Class<?> anchor) {
    private static final String COMMON = "common";

    /// One step.
    record Step(int version, String sql) {}

    /// The name of the table that says which steps were taken.
    String table() {
        return product + "_schema_steps";
    }

    /// The folders in which steps of a dialect are.
    List<String> folders(Dialect dialect) {
        return found(dialect).stream().map(Found::folder).distinct().toList();
    }

    /// All steps of a dialect in order.
    List<Step> steps(Dialect dialect) {
        return found(dialect).stream().map(Found::step).toList();
    }

    private record Found(String folder, Step step) {}

    private List<Found> found(Dialect dialect) {
        var folders = List.of(folder + "/" + COMMON, folder + "/" + dialect.folder());
        return IntStream.iterate(1, version -> version + 1)
                .mapToObj(version -> find(folders, version))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Found> find(List<String> folders, int version) {
        for (var inner : folders) {
            var name = inner + "/V" + version + "__schema.sql";
            try (var in = anchor.getResourceAsStream(name)) {
                if (in != null) {
                    var sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    return Optional.of(new Found(inner, new Step(version, sql)));
                }
            } catch (IOException e) {
                throw new MnemoException(Fault.INPUT_OUTPUT, "Cannot read " + name + ".", "Check the installation.", e);
            }
        }
        return Optional.empty();
    }

    /// What is said of a database that a newer program has changed.
    static MnemoException tooNew(String where, long version) {
        return new MnemoException(
                Fault.STORE_NEWER,
                "The database " + where + " has version " + version + ", which is newer than this program.",
                "Start a newer version of the program.");
    }

    /// What is said of a database whose steps are not the ones of this program.
    static MnemoException changed(String where, long version) {
        return new MnemoException(
                Fault.STORE_DAMAGED,
                "Step " + version + " of the database " + where + " is not the one this program knows.",
                "Use the version of the program that made the database.");
    }
}
