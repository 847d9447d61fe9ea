package dev.mnemo.app.cache;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Table;
import dev.mnemo.cache.store.CacheFile;
import dev.mnemo.cache.store.Model;
import dev.mnemo.cache.store.Removed;
import dev.mnemo.cache.store.Scope;
import dev.mnemo.cache.store.Selection;
import dev.mnemo.cache.store.Store;
import dev.mnemo.cache.store.StoreAddress;
import dev.mnemo.kernel.fault.Refusal;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// `mnemo cache`: looks at the store of a response cache, fills it from a file, copies it to a file, empties it.
public final class CacheCommand {
    /// How the command is used.
    public static final String USAGE = """
        Usage: mnemo cache import FILE [--store STORE]   take over a cache's SQLite file, the original's too
               mnemo cache export FILE [--store STORE]   copy everything to a new SQLite file
               mnemo cache stats [--store STORE]         entries and counters by namespace
               mnemo cache check [--store STORE]         read everything and look for damage
               mnemo cache clear [--namespace NAME] [--store STORE]
               mnemo cache calibrate --data FILE         which error budget or threshold fits a stream of questions
        STORE is the path of an SQLite file, postgresql://user:password@host:port/database, or
        redis://user:password@host:port/0. Without --store it is the variable MNEMO_CACHE_STORE, which keeps a
        password out of the list of processes.\
        """;

    private static final String STORE_VARIABLE = "MNEMO_CACHE_STORE";

    private final Map<String, String> environment;
    private final Function<String, Path> path;
    private final PrintStream out;

    /// @param environment where the store's address may be
    /// @param path makes a path of what a person wrote
    /// @param out where the report goes
    public CacheCommand(Map<String, String> environment, Function<String, Path> path, PrintStream out) {
        this.environment = environment;
        this.path = path;
        this.out = out;
    }

    /// The words of a command line.
    private record Words(List<String> plain, String store, Optional<String> namespace) {}

    /// Runs the command.
    ///
    /// @param given what followed `cache`
    /// @return an exit code
    /// @throws Refusal for a word that is not understood or a store that does not fit
    public int run(List<String> given) {
        var words = words(given);
        var verb = words.plain().isEmpty() ? "" : words.plain().getFirst();
        var rest = words.plain()
                .subList(Math.min(1, words.plain().size()), words.plain().size());
        boolean takesFile = verb.equals("import") || verb.equals("export");
        if (rest.size() != (takesFile ? 1 : 0) || (words.namespace().isPresent() && !verb.equals("clear"))) {
            throw new Refusal(USAGE);
        }
        return switch (verb) {
            case "import" -> importFile(words.store(), rest.getFirst());
            case "export" -> export(words.store(), rest.getFirst());
            case "stats" -> stats(words.store());
            case "check" -> check(words.store());
            case "clear" -> clear(words.store(), words.namespace());
            default -> throw new Refusal(USAGE);
        };
    }

    private Words words(List<String> given) {
        var plain = new ArrayList<String>();
        var store = environment.getOrDefault(STORE_VARIABLE, "");
        var namespace = Optional.<String>empty();
        for (var word = given.iterator(); word.hasNext(); ) {
            var option = word.next();
            switch (option) {
                case "--store" -> store = word.hasNext() ? word.next() : "";
                case "--namespace" -> namespace = word.hasNext() ? Optional.of(word.next()) : Optional.empty();
                default -> {
                    if (option.startsWith("--")) {
                        throw new Refusal(USAGE);
                    }
                    plain.add(option);
                }
            }
        }
        return new Words(plain, store, namespace);
    }

    private Store store(String address) {
        if (address.isBlank()) {
            throw new Refusal("Name the store: --store STORE, or the variable " + STORE_VARIABLE + ".");
        }
        return StoreAddress.store(isFile(address) ? file(address).toString() : address);
    }

    private static boolean isFile(String address) {
        return !address.contains("://") && !address.contains(":");
    }

    private Path file(String text) {
        try {
            return path.apply(text);
        } catch (InvalidPathException unreadable) {
            throw new Refusal("'" + text + "' is no path of a file.", unreadable);
        }
    }

    /// A store that is there already, opened.
    private Store existing(String address) {
        if (isFile(address) && !address.isBlank() && !Files.exists(file(address))) {
            throw new Refusal("There is no cache at " + file(address) + ".");
        }
        var store = store(address);
        try {
            if (store.open(Model.UNKNOWN).equals(Model.UNKNOWN)) {
                throw new Refusal("There is no cache in the " + store.kind() + " store yet.");
            }
            return store;
        } catch (RuntimeException fault) {
            store.close();
            throw fault;
        }
    }

    private int importFile(String address, String name) {
        try (var store = store(address)) {
            var imported = CacheFile.importInto(store, file(name));
            out.printf(
                    "%d entries taken over, %d passed over as not newer. Their vectors are those of %s.%n",
                    imported.taken(), imported.passedOver(), imported.model().fingerprint());
            return ExitCode.DONE;
        }
    }

    private int export(String address, String name) {
        try (var store = existing(address)) {
            store.snapshot(file(name));
            out.printf("%d entries written to %s.%n", store.count(Scope.ALL), file(name));
            return ExitCode.DONE;
        }
    }

    private int stats(String address) {
        try (var store = existing(address)) {
            var table = new Table("namespace", "what", "how many");
            store.counts().forEach((namespace, entries) -> table.row(namespace, "entries", Long.toString(entries)));
            store.counters()
                    .forEach(counter -> table.row(counter.namespace(), counter.name(), Long.toString(counter.value())));
            out.print(table);
            return ExitCode.DONE;
        }
    }

    private int check(String address) {
        try (var store = existing(address)) {
            var damage = store.damage(Store.Depth.FULL);
            out.println(damage.map(found -> "Damaged: " + found).orElse("No damage was found."));
            return damage.isPresent() ? ExitCode.REFUSED : ExitCode.DONE;
        }
    }

    private int clear(String address, Optional<String> namespace) {
        try (var store = existing(address)) {
            long removed = 0;
            var everything = new Selection.Everything(new Scope(namespace));
            for (List<Removed> gone = store.remove(everything); !gone.isEmpty(); gone = store.remove(everything)) {
                removed += gone.size();
            }
            out.printf("%d entries removed.%n", removed);
            return ExitCode.DONE;
        }
    }
}
