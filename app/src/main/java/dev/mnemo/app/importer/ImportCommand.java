package dev.mnemo.app.importer;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.ProgressLine;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Plain;
import dev.mnemo.project.ProjectMemory;
import dev.mnemo.project.claim.Adoption;
import dev.mnemo.project.claim.Adoption.State;
import dev.mnemo.project.claim.Claims;
import dev.mnemo.user.NeuroMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// `mnemo import`: takes over what another memory knows. What it is is seen from what is in it; running it again adds
/// nothing; a record that cannot be read is named and passed over.
public final class ImportCommand {
    /// How the command is used.
    public static final String USAGE = """
        Usage: mnemo import PATH [--dry-run] [--into project|user] [--user NAME] [--from-project NAME] [--objects FOLDER] [--data FOLDER]
        PATH is one of: the address of the original user memory (postgresql://host:port/database; its password is best
        in ~/.pgpass, because other users of the machine see what you type), a .mnemo store (the original's too), claude-mem's SQLite file, the JSONL of the official MCP
        memory server, an export of mem0, a folder of Markdown (basic-memory's too), CLAUDE.md, AGENTS.md.
        --dry-run       says what would be added
        --into          the project at hand, or the memory of people; mem0 and the MCP memory server go to people
        --user          whose memory it is; otherwise the source's own person, else you
        --from-project  which project of claude-mem's file; otherwise the one named like this folder
        --objects       a copy of the object storage of the original user memory, for the bytes of files; otherwise
                        their texts are taken over
        --data          the server's folder with the memory of people
        Running it again adds nothing. A node of another project: mnemo import-node.\
        """;

    /// Records of one source that are taken over.
    static final int RECORDS_MAX = 200_000;

    /// Records that cannot be read and are named one by one; more are counted.
    static final int BAD_SHOWN_MAX = 1_000;

    private static final int REASON_CHARS_MAX = 200;

    private final ProjectMemory memory;
    private final Function<Path, NeuroMemory> people;
    private final Here here;
    private final Terminal terminal;

    /// Where the command runs.
    ///
    /// @param project what the project at hand is called
    /// @param data the folder of the server's own files
    /// @param user what the person at the keyboard is called
    /// @param path makes a path of what a person wrote
    public record Here(String project, Path data, String user, Function<String, Path> path) {}

    /// @param memory the memory of the project at hand
    /// @param people opens the memory of people in a server's folder
    public ImportCommand(ProjectMemory memory, Function<Path, NeuroMemory> people, Here here, Terminal terminal) {
        this.memory = memory;
        this.people = people;
        this.here = here;
        this.terminal = terminal;
    }

    private static final class Options {
        private final List<String> paths = new ArrayList<>();
        private Optional<Source.Target> into = Optional.empty();
        private Optional<String> user = Optional.empty();
        private Optional<String> fromProject = Optional.empty();
        private Optional<String> objects = Optional.empty();
        private Optional<String> data = Optional.empty();
        private boolean dryRun;

        Options(List<String> words) {
            for (var word = words.iterator(); word.hasNext(); ) {
                var flag = word.next();
                switch (flag) {
                    case "--dry-run" -> dryRun = true;
                    case "--into" -> into = Optional.of(target(word.hasNext() ? word.next() : ""));
                    case "--user" -> user = Optional.of(word.hasNext() ? word.next() : "");
                    case "--from-project" -> fromProject = Optional.of(word.hasNext() ? word.next() : "");
                    case "--objects" -> objects = Optional.of(word.hasNext() ? word.next() : "");
                    case "--data" -> data = Optional.of(word.hasNext() ? word.next() : "");
                    default -> {
                        if (flag.startsWith("-")) {
                            throw new Refusal("'" + flag + "' is not understood. " + USAGE);
                        }
                        paths.add(flag);
                    }
                }
            }
            if (paths.size() != 1) {
                throw new Refusal(USAGE);
            }
        }

        private static Source.Target target(String word) {
            for (var target : Source.Target.values()) {
                if (target.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return target;
                }
            }
            throw new Refusal("--into is project or user, not '" + word + "'.");
        }
    }

    /// Runs the command.
    ///
    /// @param words what followed `import`
    /// @return an exit code: refused if there were records and none of them could be read
    public int run(List<String> words) {
        var options = new Options(words);
        var written = options.paths.getFirst();
        boolean database = OriginalPeople.isAddress(written);
        var path = database ? Path.of("database") : here.path().apply(written);
        var source = database ? OriginalPeople.open(written) : Sources.at(path, options.fromProject, here.project());
        try (var destination = destination(source, path, options);
                var progress = new ProgressLine("importing", terminal)) {
            var work = new Work(destination, progress, source.expected());
            source.read(work);
            work.flush();
            progress.clear();
            return report(work, source, destination, options.dryRun);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    path + " cannot be read: " + fault.getMessage() + ".",
                    "What was read before is imported; run it again when that is mended.",
                    fault);
        }
    }

    private Destination destination(Source source, Path path, Options options) {
        var file = Plain.line(String.valueOf(path.getFileName()), REASON_CHARS_MAX);
        if (options.into.orElse(source.usual()) == Source.Target.PROJECT) {
            if (source instanceof OriginalPeople) {
                throw new Refusal("What is known about people does not belong into a project.");
            }
            if (options.user.isPresent()) {
                throw new Refusal("--user needs --into user: " + source.name() + " goes into the project.");
            }
            return new IntoProject(memory, source.name(), file, options.dryRun);
        }
        var data = options.data.map(here.path()).orElse(here.data());
        return new IntoPeople(
                people.apply(data),
                new IntoPeople.Whose(options.user, here.user()),
                new IntoPeople.From(source.name(), file, options.objects.map(here.path())),
                options.dryRun);
    }

    /// Passes records on in batches and counts what became of them.
    private final class Work implements Receiver {
        private final Destination destination;
        private final ProgressLine progress;
        private final long expected;
        private final List<Item> batch = new ArrayList<>();
        private final Map<State, Integer> counts = new EnumMap<>(State.class);
        private int records;
        private int bad;
        private boolean full;

        Work(Destination destination, ProgressLine progress, long expected) {
            this.expected = expected;
            this.destination = destination;
            this.progress = progress;
        }

        @Override
        public void item(Item item) {
            if (records >= RECORDS_MAX) {
                full = true;
                return;
            }
            records++;
            batch.add(item);
            if (batch.size() == Claims.BATCH_MAX) {
                flush();
            }
            progress.at(records, Math.max(records, expected), item.id());
        }

        @Override
        public void bad(String id, String reason) {
            records++;
            bad++;
            if (bad <= BAD_SHOWN_MAX) {
                progress.clear();
                terminal.err()
                        .println("mnemo: passed over " + Plain.line(id, REASON_CHARS_MAX) + ": "
                                + Plain.line(reason, REASON_CHARS_MAX));
            }
        }

        void flush() {
            if (batch.isEmpty()) {
                return;
            }
            var outcomes = destination.put(batch);
            for (int at = 0; at < outcomes.size(); at++) {
                count(batch.get(at), outcomes.get(at));
            }
            batch.clear();
        }

        private void count(Item item, Adoption outcome) {
            if (outcome.state() == State.REFUSED) {
                records--;
                bad(item.id(), outcome.reason());
            } else {
                counts.merge(outcome.state(), 1, Integer::sum);
            }
        }

        int count(State state) {
            return counts.getOrDefault(state, 0);
        }
    }

    private int report(Work work, Source source, Destination destination, boolean dryRun) {
        terminal.out()
                .println(source.name() + " into " + destination.name() + ": " + work.records + " records, "
                        + work.count(State.NEW) + (dryRun ? " would be added, " : " added, ") + work.count(State.KNOWN)
                        + " known already"
                        + (work.count(State.KEPT_AWAY) == 0
                                ? ""
                                : ", " + work.count(State.KEPT_AWAY) + " corrected or forgotten here and left so")
                        + (work.bad == 0 ? "" : ", " + work.bad + " passed over") + ".");
        if (work.bad > BAD_SHOWN_MAX) {
            terminal.out().println("Not all that was passed over was named.");
        }
        if (work.full) {
            terminal.out().println("More than " + RECORDS_MAX + " records: the rest was left out; divide the source.");
        }
        return work.records > 0 && work.bad == work.records ? ExitCode.REFUSED : ExitCode.DONE;
    }
}
