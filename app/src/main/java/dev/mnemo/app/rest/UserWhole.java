package dev.mnemo.app.rest;

import dev.mnemo.app.http.Endpoint;
import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.app.http.Endpoint.Body;
import dev.mnemo.app.http.Request;
import dev.mnemo.app.http.Response;
import dev.mnemo.app.ops.Shapes;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.erase.Certificate;
import dev.mnemo.user.erase.Erasure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Everything of a person at once: taken out, brought back, erased.
final class UserWhole {
    private static final String USER = "/api/users/{user}";
    private static final String LINES = "application/x-ndjson";

    private final Rows rows = new Rows("User memory: a person as a whole");
    private final Tenants tenants;
    private final Path spool;

    /// @param spool a folder of this server's own for what is on its way in
    UserWhole(Tenants tenants, Path spool) {
        this.tenants = tenants;
        this.spool = spool;
    }

    List<Endpoint> endpoints() {
        return List.of(
                rows.read(
                        USER + "/export", "Everything of a person as lines of JSON.", Rows.Nothing.class, this::export),
                rows.stream(
                                USER + "/import",
                                "Bring an export back, all or nothing; nothing may be kept of the person yet.",
                                new Body(LINES, () -> Json.Obj.EMPTY.with("type", "string")),
                                this::bringBack)
                        .answers(() -> Shapes.ofOutput(Imported.class)),
                rows.remove(
                                USER,
                                "Erase everything of a person; the certificate says what went.",
                                Rows.Nothing.class,
                                this::erase)
                        .answers(() -> Shapes.ofOutput(Certificate.class)),
                rows.read(
                                USER + "/erasure",
                                "Look for remains of a person who was erased.",
                                Rows.Nothing.class,
                                this::verify)
                        .answers(() -> Shapes.ofOutput(Erasure.Verification.class))
                        .forAccess(Access.TENANT));
    }

    /// What was brought back.
    record Imported(long rows) {}

    private Response export(Request request, Rows.Nothing nothing) {
        var memory = tenants.memory(request);
        var user = Tenants.user(request);
        memory.stats(user); // says what is wrong with the name or the store before the answer begins
        return Response.stream(200, LINES, out -> {
            var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            memory.exportUserData(user, writer);
            writer.flush();
        });
    }

    /// What comes in is kept in a file first: the store is not held up by a slow sender.
    private Response bringBack(Request request) {
        var memory = tenants.memory(request);
        try {
            var file = Files.createTempFile(spool, "import", ".ndjson");
            try {
                try (var body = request.stream()) {
                    Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
                }
                try (var in = Files.newBufferedReader(file)) { // refuses what is not UTF-8
                    return Rows.json(new Imported(memory.importUserData(Tenants.user(request), in)));
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The import was cut off: " + fault + ".",
                    "Nothing of it was kept; send it again.",
                    fault);
        } catch (MnemoException fault) {
            throw fault.getCause() instanceof CharacterCodingException
                    ? new Refusal("The body must be UTF-8.", fault)
                    : fault;
        }
    }

    private Response erase(Request request, Rows.Nothing nothing) {
        return Rows.json(tenants.memory(request).deleteUserData(Tenants.user(request)));
    }

    private Response verify(Request request, Rows.Nothing nothing) {
        return Rows.json(tenants.memory(request).verifyErasure(Tenants.user(request)));
    }
}
