package dev.mnemo.app.user;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Table;
import dev.mnemo.documents.TikaText;
import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.store.Page;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// `mnemo user`: looks after the memory of people: figures, export and import, erasure and its proof, a change
/// of the embedding model.
public final class UserCommand {
    /// How the command is used.
    public static final String USAGE = """
        Usage: mnemo user stats USER                 what is kept of a person, in figures
               mnemo user export USER FILE           write everything of a person, files too
               mnemo user import USER FILE           read an export into a person of whom nothing is kept
               mnemo user erase USER --yes           remove everything of a person; prints the certificate
               mnemo user verify-erasure USER        look for remains in tables, files and object storage
               mnemo user reembed [USER] [--drop-old]   make vectors of the configured model, while others serve
               mnemo user sweep                      remove objects of files that no row knows
               mnemo user rotate-keys                wrap the keys of people by the first master key
        Options: --store STORE   an SQLite file, or postgresql://user:password@host:port/database; without it the
                                 variable MNEMO_USER_STORE, which keeps a password out of the list of processes
                 --tenant NAME   the organisation above the person
                 --files PLACE   where the bytes of files are: a folder, or s3://bucket/folder/?region=…&endpoint=…;
                                 without it the variable MNEMO_USER_FILES, or STORE.files beside an SQLite file
        Master keys of encrypted content come from the variable MNEMO_USER_MASTER_KEY or the file that
        MNEMO_USER_MASTER_KEY_FILE names: 32 bytes each in Base64, the present one first.\
        """;

    private static final String STORE_VARIABLE = "MNEMO_USER_STORE";
    private static final Set<String> WITH_VALUE = Set.of("--store", "--tenant", "--files");
    private static final Set<String> WITHOUT_VALUE = Set.of("--yes", "--drop-old");

    /// How long one look at the progress of work waits.
    private static final Duration PROGRESS = Duration.ofSeconds(2);

    private final Map<String, String> environment;
    private final Function<String, Path> path;
    private final PrintStream out;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Supplier<Optional<Embedder>> embedder;

    /// The surroundings of the command.
    ///
    /// @param environment where addresses may be
    /// @param path makes a path of what a person wrote
    /// @param random safe for many threads
    /// @param embedder the model that is configured, for `reembed`
    public record Around(
            Map<String, String> environment,
            Function<String, Path> path,
            InstantSource clock,
            RandomGenerator random,
            Supplier<Optional<Embedder>> embedder) {}

    /// @param out where the report goes
    public UserCommand(Around around, PrintStream out) {
        this.environment = around.environment();
        this.path = around.path();
        this.clock = around.clock();
        this.random = around.random();
        this.embedder = around.embedder();
        this.out = out;
    }

    /// The words of a command line.
    private record Words(List<String> plain, Map<String, String> options) {
        String verb() {
            return plain.isEmpty() ? "" : plain.getFirst();
        }

        boolean has(String option) {
            return options.containsKey(option);
        }
    }

    /// Runs the command.
    ///
    /// @param given what followed `user`
    /// @return an exit code
    /// @throws Refusal for a word that is not understood or a store that does not fit
    public int run(List<String> given) {
        var words = words(given);
        int least = switch (words.verb()) {
            case "sweep", "reembed", "rotate-keys" -> 1;
            case "stats", "erase", "verify-erasure" -> 2;
            case "export", "import" -> 3;
            default -> throw new Refusal(USAGE);
        };
        int most = words.verb().equals("reembed") ? 2 : least;
        boolean misplaced = (words.has("--yes") && !words.verb().equals("erase"))
                || (words.has("--drop-old") && !words.verb().equals("reembed"));
        if (words.plain().size() < least || words.plain().size() > most || misplaced) {
            throw new Refusal(USAGE);
        }
        if (words.verb().equals("erase") && !words.has("--yes")) {
            throw new Refusal("Erasure cannot be undone; say so: mnemo user erase USER --yes.");
        }
        try (var memory = open(words)) {
            return act(memory.tenant(words.options().getOrDefault("--tenant", "default")), words);
        }
    }

    private int act(NeuroMemory memory, Words words) {
        var user = words.plain().size() > 1 ? words.plain().get(1) : "";
        return switch (words.verb()) {
            case "stats" -> stats(memory, user);
            case "export" -> export(memory, user, file(words.plain().get(2)));
            case "import" -> bring(memory, user, file(words.plain().get(2)));
            case "erase" -> erase(memory, user);
            case "verify-erasure" -> verify(memory, user);
            case "sweep" -> sweep(memory);
            case "rotate-keys" -> rotate(memory);
            default -> reembed(memory, user, words.has("--drop-old"));
        };
    }

    private static Words words(List<String> given) {
        var plain = new ArrayList<String>();
        var options = new HashMap<String, String>();
        for (var word = given.iterator(); word.hasNext(); ) {
            var one = word.next();
            if (WITH_VALUE.contains(one) && word.hasNext()) {
                options.put(one, word.next());
            } else if (WITHOUT_VALUE.contains(one)) {
                options.put(one, "");
            } else if (one.startsWith("--")) {
                throw new Refusal(USAGE);
            } else {
                plain.add(one);
            }
        }
        return new Words(plain, options);
    }

    private NeuroMemory open(Words words) {
        var address = words.options().getOrDefault("--store", environment.getOrDefault(STORE_VARIABLE, ""));
        if (address.isBlank()) {
            throw new Refusal("Name the store: --store STORE, or the variable " + STORE_VARIABLE + ".");
        }
        boolean isFile = !address.contains(":");
        var place = isFile ? file(address).toString() : address;
        if (isFile && !words.verb().equals("import") && !Files.exists(Path.of(place))) {
            throw new Refusal("There is no user memory at " + place + ".");
        }
        var builder = NeuroMemory.builder(place, clock, random).extractor(new TikaText());
        if (words.verb().equals("reembed")) {
            builder.embedding(embedder.get()
                    .orElseThrow(() -> new MnemoException(
                            Fault.CONFIGURATION,
                            "No embedding model is configured or present.",
                            "Set MNEMO_EMBEDDING_PROVIDER, or put the local model in place.")));
        }
        var settings = UserSettings.of(environment, this::file);
        var files = words.options().get("--files");
        return (files == null ? settings : settings.withFiles(files, this::file)).open(builder, random);
    }

    private Path file(String text) {
        try {
            return path.apply(text);
        } catch (InvalidPathException unreadable) {
            throw new Refusal("'" + text + "' is no path of a file.", unreadable);
        }
    }

    private int stats(NeuroMemory memory, String user) {
        var stats = memory.stats(user);
        var table = new Table("what", "how many");
        table.row("messages", Long.toString(stats.messages()));
        table.row("memories", Long.toString(stats.total()));
        table.row("believed now", Long.toString(stats.current()));
        stats.byType().forEach((type, count) -> table.row("  " + type, Long.toString(count)));
        table.row("people and things", Long.toString(stats.activeEntities()));
        table.row("files", Long.toString(memory.files().list(user).total()));
        table.row("waiting work", Long.toString(stats.waiting()));
        table.row("work given up", Integer.toString(memory.deadWork(user).size()));
        out.print(table);
        return ExitCode.DONE;
    }

    private int export(NeuroMemory memory, String user, Path to) {
        if (Files.exists(to)) {
            throw new Refusal("There is a file " + to + " already; name a new one.");
        }
        try (var writer = Files.newBufferedWriter(to)) {
            out.printf("%d rows written to %s.%n", memory.exportUserData(user, writer), to);
            return ExitCode.DONE;
        } catch (IOException e) {
            throw broken(to, e);
        }
    }

    private int bring(NeuroMemory memory, String user, Path from) {
        if (!Files.isReadable(from)) {
            throw new Refusal("There is no file " + from + " that can be read.");
        }
        try (var reader = Files.newBufferedReader(from)) {
            out.printf("%d rows read from %s.%n", memory.importUserData(user, reader), from);
            return ExitCode.DONE;
        } catch (IOException e) {
            throw broken(from, e);
        }
    }

    private static MnemoException broken(Path file, IOException cause) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                "The file " + file + " fails: " + cause.getMessage() + ".",
                "Check the disk.",
                cause);
    }

    private int erase(NeuroMemory memory, String user) {
        var certificate = memory.deleteUserData(user);
        var table = new Table("what", "removed");
        certificate.counts().forEach((what, count) -> table.row(what, Long.toString(count)));
        out.print(table);
        out.printf(
                "%nCertificate %d of store %s, %s%nsubject %s%nhash %s%n",
                certificate.number(),
                certificate.storeId(),
                certificate.erasedAt(),
                certificate.subject(),
                certificate.hash());
        return ExitCode.DONE;
    }

    private int verify(NeuroMemory memory, String user) {
        var found = memory.verifyErasure(user);
        found.rows().forEach((table, rows) -> out.printf("%d rows are left in %s.%n", rows, table));
        if (found.fileTraces() > 0) {
            out.printf("%d traces are left in the files of the database.%n", found.fileTraces());
        }
        if (found.objects() > 0) {
            out.printf("%d objects of files are left in the object storage.%n", found.objects());
        }
        if (!found.chainIntact()) {
            out.println("The chain of certificates is broken.");
        }
        out.println(found.certificate()
                .map(one -> "The latest certificate is number " + one.number() + " of " + one.erasedAt() + ".")
                .orElse("There is no certificate: this person was never erased."));
        if (found.isClean()) {
            out.println("Nothing of this person is left.");
        }
        return found.isClean() ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private int sweep(NeuroMemory memory) {
        out.printf("%d objects removed.%n", memory.upkeep().removeOrphanedFiles());
        return ExitCode.DONE;
    }

    private int rotate(NeuroMemory memory) {
        out.printf("%d keys of people are wrapped anew.%n", memory.upkeep().rotateKeys());
        return ExitCode.DONE;
    }

    private int reembed(NeuroMemory memory, String only, boolean dropOld) {
        long made = 0;
        long missing = 0;
        long dropped = 0;
        var after = "";
        for (var page = people(memory, only, after); !page.isEmpty(); page = people(memory, only, after)) {
            for (var user : page) {
                long before = memory.upkeep().missingVectors(user);
                long left = embed(memory, user, before);
                made += before - left;
                missing += left;
                dropped += dropOld && left == 0 ? memory.upkeep().dropOtherVectors(user) : 0;
            }
            after = page.getLast();
            if (!only.isEmpty()) {
                break;
            }
        }
        out.printf("%d vectors made, %d of other models dropped.%n", made, dropped);
        if (missing > 0) {
            out.printf("%d could not be made; the model or the text was refused. Run it again later.%n", missing);
        }
        return missing == 0 ? ExitCode.DONE : ExitCode.BROKEN;
    }

    /// Has missing vectors made until there are none or no more come; says how many are missing then.
    private long embed(NeuroMemory memory, String user, long before) {
        long missing = before;
        while (missing > 0) {
            memory.upkeep().reembed(user);
            while (!memory.awaitIdle(user, PROGRESS)) {
                out.printf("%s: %d vectors are missing%n", user, memory.upkeep().missingVectors(user));
            }
            long left = memory.upkeep().missingVectors(user);
            if (left >= missing) {
                return left;
            }
            missing = left;
        }
        return missing;
    }

    private static List<String> people(NeuroMemory memory, String only, String after) {
        return only.isEmpty() ? memory.upkeep().users(after, Page.ITEMS_MAX) : List.of(only);
    }
}
