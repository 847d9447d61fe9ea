package dev.mnemo.app.backup;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What can be saved, and where it is.
///
/// @param projects the stores of the known projects by name
/// @param global the store of what holds in every project
/// @param data the server's own folder
/// @param home the folder `.mnemo` of the person, for the note of a restore under way
/// @param path makes a path of what a person wrote
/// @param elsewhere names of settings whose data lives on a server of its own
public record Places(
        Map<String, Path> projects,
        Path global,
        Path data,
        Path home,
        Function<String, Path> path,
        List<String> elsewhere) {
    public Places {
        projects = Map.copyOf(projects);
        elsewhere = List.copyOf(elsewhere);
    }
}
