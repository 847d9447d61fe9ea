package dev.mnemo.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Where the memory lives. There is one way to find it, for the server, the commands and the hooks.
///
/// The search begins at `MNEMO_PROJECT_DIR`, else `CLAUDE_PROJECT_DIR` (which agents set), else the working
/// directory. The project's root is `MNEMO_PROJECT_ROOT`, else the nearest folder upward that has a store, else the
/// nearest that has a git repository, else the start. The store is `MNEMO_STORE`, else that of the nearest folder
/// upward that has one, else the old `~/mnemo` if somebody has one, else `.mnemo` in the root, which is made when
/// it is first opened. A home folder and the root of the file system are never projects: what is learned there goes
/// to `~/.mnemo/no-project`.
///
/// @param root the folder that file tools never leave
/// @param store the store's folder
/// @param storeFrom how the store was found, as a phrase
/// @param globalStore the store of what holds in every project
/// @param registry the file that names the known projects
public record Places(Path root, Path store, String storeFrom, Path globalStore, Path registry) {
    private static final String STORE_NAME = ".mnemo";
    private static final String CLAUDE_PROJECT_DIR = "CLAUDE_PROJECT_DIR";

    /// Finds them; makes nothing.
    ///
    /// @param value the configured value of a setting, or the empty text
    static Places find(Surroundings around, Function<Setting, String> value) {
        var start = start(around, value);
        var withStore = nearest(start, around, folder -> Files.isDirectory(folder.resolve(STORE_NAME)));
        var withGit = nearest(start, around, folder -> Files.exists(folder.resolve(".git")));
        var root = withStore.or(() -> withGit).orElse(start);
        var found = store(around, value, withStore, root);
        var isNamed = !value.apply(Setting.STORE).isEmpty();
        if (isNamed
                && withStore.isEmpty()
                && found.path().endsWith(STORE_NAME)
                && found.path().getParent() != null) {
            root = found.path().getParent();
        }
        var named = value.apply(Setting.PROJECT_ROOT);
        return new Places(
                named.isEmpty() ? root : around.path(named),
                found.path(),
                found.from(),
                around.path(value.apply(Setting.GLOBAL)),
                around.home().resolve(STORE_NAME).resolve("projects.json"));
    }

    private record Found(Path path, String from) {}

    private static Path start(Surroundings around, Function<Setting, String> value) {
        var named = value.apply(Setting.PROJECT_DIR);
        var agents = around.environment().getOrDefault(CLAUDE_PROJECT_DIR, "");
        return named.isEmpty()
                ? agents.isBlank() ? around.workingDirectory() : around.path(agents)
                : around.path(named);
    }

    private static Found store(
            Surroundings around, Function<Setting, String> value, Optional<Path> withStore, Path root) {
        var named = value.apply(Setting.STORE);
        if (!named.isEmpty()) {
            return new Found(around.path(named), "");
        }
        if (withStore.isPresent()) {
            return new Found(withStore.get().resolve(STORE_NAME), "nearest folder upward that has one");
        }
        var old = around.home().resolve("mnemo");
        if (Files.isDirectory(old.resolve("nodes"))) {
            return new Found(old, "the old store in the home folder");
        }
        if (!isProject(root, around)) {
            return new Found(
                    around.home().resolve(STORE_NAME).resolve("no-project"), "the working directory is no project");
        }
        return new Found(root.resolve(STORE_NAME), "in the project's root");
    }

    private static Optional<Path> nearest(Path start, Surroundings around, Predicate<Path> wanted) {
        for (Path folder = start; folder != null && isProject(folder, around); folder = folder.getParent()) {
            if (wanted.test(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private static boolean isProject(Path folder, Surroundings around) {
        return folder.getParent() != null && !folder.equals(around.home());
    }
}
