package dev.mnemo.kernel.sql;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The steps that make and change the tables of one product. They are resources `V1__schema.sql`, `V2__schema.sql`, …
/// without a gap, for each dialect in its own folder. A step that was released never changes.
///
/// @param product names the product's table of steps; lower-case letters
/// @param folder the resource folder that holds a folder for each dialect, such as `/dev/mnemo/user/schema`
/// @param anchor a class beside which the resources are
public record Migrations(String product, String folder, Class<?> anchor) {
    /// One step.
    record Step(int version, String sql) {}

    /// The name of the table that says which steps were taken.
    String table() {
        return product + "_schema_steps";
    }

    /// All steps of a dialect in order.
    List<Step> steps(Dialect dialect) {
        var steps = new ArrayList<Step>();
        while (true) {
            int version = steps.size() + 1;
            var name = folder + "/" + dialect.folder() + "/V" + version + "__schema.sql";
            try (var in = anchor.getResourceAsStream(name)) {
                if (in == null) {
                    return steps;
                }
                steps.add(new Step(version, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new MnemoException(Fault.INPUT_OUTPUT, "Cannot read " + name + ".", "Check the installation.", e);
            }
        }
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
