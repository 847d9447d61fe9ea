package dev.mnemo.app;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where the program runs: everything that configuration is made from.
///
/// @param flags settings given on the command line
/// @param environment the environment variables
/// @param workingDirectory absolute
/// @param home the person's folder, absolute
public record Surroundings(
        Map<Setting, String> flags, Map<String, String> environment, Path workingDirectory, Path home) {

    /// Those of this process. `HOME` counts before the account's entry, as in every shell.
    static Surroundings ofProcess(Map<Setting, String> flags) {
        var environment = System.getenv();
        var home = environment.getOrDefault("HOME", "");
        return new Surroundings(
                flags,
                environment,
                Path.of("").toAbsolutePath(),
                Path.of(home.isBlank() ? System.getProperty("user.home") : home)
                        .toAbsolutePath()
                        .normalize());
    }

    public Surroundings {
        flags = Map.copyOf(flags.isEmpty() ? Map.of() : new EnumMap<>(flags));
        environment = Map.copyOf(environment);
    }

    /// These surroundings for one project, whatever the environment says about projects: commands that name a
    /// folder, and hooks, which are about the file they name.
    ///
    /// @param place a folder of the project, or its store
    Surroundings at(Path place) {
        var others = new HashMap<>(environment);
        for (var setting : List.of(Setting.STORE, Setting.PROJECT_DIR, Setting.PROJECT_ROOT)) {
            others.remove(setting.variable());
        }
        others.remove("CLAUDE_PROJECT_DIR");
        return new Surroundings(flags, others, place, home);
    }

    /// A path as a person writes it: `~` is their folder, relative ones begin at the working directory.
    Path path(String written) {
        var text = written.equals("~") || written.startsWith("~/") ? home + written.substring(1) : written;
        return workingDirectory.resolve(text).normalize();
    }
}
