package dev.mnemo.app;

import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How the server is started.
///
/// @param hosts the address to listen on first, then further names under which it is reached
/// @param port the port; 0 for any free one
/// @param data the folder of its own files
/// @param projects folders of projects, the usual one first
/// @param databases where it keeps what is not of a project
record UpOptions(List<String> hosts, int port, Path data, List<Path> projects, Config.Databases databases) {
    /// How the command is used.
    static final String USAGE =
            "Usage: mnemo up [--host ADDRESS]... [--port NUMBER] [--data FOLDER] [--project FOLDER]..."
                    + " [--postgres URL] [--redis URL]";

    static final int PORT = 7077;
    static final String HOST = "127.0.0.1";

    private static final int PORT_MAX = 65_535;

    UpOptions {
        hosts = List.copyOf(hosts);
        projects = List.copyOf(projects);
    }

    /// Reads what followed `mnemo up`.
    ///
    /// @param configured databases that are used unless a flag names others
    static UpOptions parse(List<String> words, Surroundings around, Config.Databases configured) {
        var hosts = new ArrayList<String>();
        var projects = new ArrayList<Path>();
        int port = PORT;
        Path data = data(around);
        var databases = configured;
        for (int i = 0; i < words.size(); i += 2) {
            var flag = words.get(i);
            if (i + 1 == words.size() || !flag.startsWith("--")) {
                throw usage(flag);
            }
            var value = words.get(i + 1);
            switch (flag) {
                case "--host" -> hosts.add(value);
                case "--port" -> port = port(value);
                case "--data" -> data = around.path(value);
                case "--project" -> projects.add(folder(around.path(value)));
                case "--postgres" -> databases = new Config.Databases(value, databases.redis());
                case "--redis" -> databases = new Config.Databases(databases.postgres(), value);
                default -> throw usage(flag);
            }
        }
        return new UpOptions(hosts.isEmpty() ? List.of(HOST) : hosts, port, data, projects, databases);
    }

    /// Where a server keeps its own files unless it is told otherwise.
    static Path data(Surroundings around) {
        return around.home().resolve(".mnemo").resolve("server");
    }

    private static Path folder(Path path) {
        if (!Files.isDirectory(path)) {
            throw new Refusal("--project must name a folder; " + path + " is none.");
        }
        return path;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Refusal("--port must be a number from 0 to 65535; '" + text + "' is none.");
    }

    private static Refusal usage(String word) {
        return new Refusal("'" + word + "' is not understood. " + USAGE);
    }
}
