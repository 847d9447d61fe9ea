package dev.mnemo.app.backup;

import dev.mnemo.app.backup.Manifest.Kind;
import dev.mnemo.app.backup.Manifest.Part;
import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.ProgressLine;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// `mnemo backup FILE`: everything that the memories of this person know in one file. Servers and agents go on working.
/// The file appears under its name when it is complete, on the disk and read back; before that there is none.
public final class BackupCommand {
    /// How the command is used.
    public static final String USAGE = """
        Usage: mnemo backup FILE [--project NAME]... [--data FOLDER] [--force]
        Saves every known project, what holds in all of them, and the server's data in one file (ZIP, with a SHA-256 of
        each file). Running servers and agents go on. --project saves only the projects that are named. --force replaces
        FILE. What lives in PostgreSQL is not in it: use pg_dump for that.\
        """;

    private final Places places;
    private final String version;
    private final InstantSource clock;
    private final Terminal terminal;

    /// @param version the version of the program
    public BackupCommand(Places places, String version, InstantSource clock, Terminal terminal) {
        this.places = places;
        this.version = version;
        this.clock = clock;
        this.terminal = terminal;
    }

    /// Runs the command.
    ///
    /// @param words what followed `backup`
    /// @return an exit code
    public int run(List<String> words) {
        var wanted = new ArrayList<String>();
        var files = new ArrayList<String>();
        var data = places.data();
        boolean force = false;
        for (var word = words.iterator(); word.hasNext(); ) {
            var flag = word.next();
            switch (flag) {
                case "--force" -> force = true;
                case "--project" -> wanted.add(word.hasNext() ? word.next() : "");
                case "--data" -> data = places.path().apply(word.hasNext() ? word.next() : "");
                default -> {
                    if (flag.startsWith("-")) {
                        throw new Refusal("'" + flag + "' is not understood. " + USAGE);
                    }
                    files.add(flag);
                }
            }
        }
        if (files.size() != 1) {
            throw new Refusal(USAGE);
        }
        var file = places.path().apply(files.getFirst()).toAbsolutePath();
        var parts = parts(wanted, data);
        check(file, parts, force);
        var manifest = save(file, parts, force);
        report(file, manifest);
        return ExitCode.DONE;
    }

    private List<Part> parts(List<String> wanted, Path data) {
        for (var name : wanted) {
            if (!places.projects().containsKey(name)) {
                throw new Refusal("There is no project '" + name + "'; known are: "
                        + String.join(", ", new TreeMap<>(places.projects()).keySet()) + ".");
            }
        }
        var parts = new ArrayList<Part>();
        var taken = new HashSet<String>();
        new TreeMap<>(places.projects()).forEach((name, store) -> {
            boolean isWanted = wanted.isEmpty() || wanted.contains(name);
            if (isWanted && !Files.isDirectory(store)) {
                terminal.err().println("mnemo: project '" + name + "' is left out: " + store + " is gone.");
            } else if (isWanted) {
                parts.add(
                        new Part(Kind.PROJECT, name, "projects/" + folder(name, taken) + "/.mnemo", store.toString()));
            }
        });
        if (wanted.isEmpty() && Files.isDirectory(places.global())) {
            parts.add(new Part(Kind.GLOBAL, "global", "global", places.global().toString()));
        }
        if (wanted.isEmpty() && Files.isDirectory(data)) {
            parts.add(new Part(Kind.DATA, "server", "server", data.toString()));
        }
        if (parts.isEmpty()) {
            throw new Refusal("There is nothing to save yet: no known project has a store.");
        }
        return parts;
    }

    /// A folder's name for a project, safe everywhere and not taken yet.
    private static String folder(String name, Set<String> taken) {
        var safe = name.replaceAll("[^\\p{L}\\p{N}_-]", "_");
        var folder = safe;
        for (int number = 2; !taken.add(folder); number++) {
            folder = safe + "-" + number;
        }
        return folder;
    }

    private static void check(Path file, List<Part> parts, boolean force) {
        if (Files.isDirectory(file) || file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw new Refusal(file + " cannot be a backup: name a file in a folder that is there.");
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !force) {
            throw new Refusal(file + " is there already; choose another name, or --force to replace it.");
        }
        for (var part : parts) {
            if (file.startsWith(part.origin())) {
                throw new Refusal(file + " lies in " + part.origin() + ", which is being saved; choose another place.");
            }
        }
    }

    private Manifest save(Path file, List<Part> parts, boolean force) {
        var leftovers = new Leftovers(file);
        leftovers.clear();
        var partial = leftovers.mine("part");
        var work = leftovers.mine("work");
        boolean done = false;
        try (var progress = new ProgressLine("saving", terminal)) {
            Files.createDirectory(work);
            var manifest = write(partial, work, parts, progress);
            progress.begin("checking");
            try (var archive = Archive.open(partial)) {
                archive.verify(progress);
            }
            if (force) {
                Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                // Fails if somebody made the file meanwhile, and is as atomic.
                Files.createLink(file, partial);
                Files.delete(partial);
            }
            Leftovers.force(Leftovers.folderOf(file));
            done = true;
            return manifest;
        } catch (IOException fault) {
            throw new MnemoException(
                    String.valueOf(fault.getMessage()).contains("No space left") ? Fault.DISK_FULL : Fault.INPUT_OUTPUT,
                    "The backup " + file + " cannot be written: " + fault.getMessage() + ".",
                    "There is none; nothing else was changed.",
                    fault);
        } finally {
            Leftovers.remove(work);
            if (!done) {
                Leftovers.remove(partial);
            }
        }
    }

    private Manifest write(Path partial, Path work, List<Part> parts, ProgressLine progress) throws IOException {
        try (var channel = FileChannel.open(
                        partial, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(partial));
                var sink = new Sink(
                        new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), progress, files(parts))) {
            for (var part : parts) {
                var origin = Path.of(part.origin());
                switch (part.kind()) {
                    case PROJECT, GLOBAL -> new StoreCopy(sink).copy(origin, part.prefix());
                    case DATA -> new DataCopy(sink, work).copy(origin, part.prefix());
                }
            }
            var manifest = new Manifest(clock.instant().toString(), version, parts, sink.files());
            sink.finish(manifest);
            channel.force(true);
            return manifest;
        }
    }

    /// About how many files there are to save: those of a store without what is derived, all of another folder.
    private static long files(List<Part> parts) throws IOException {
        long files = 0;
        for (var part : parts) {
            var origin = Path.of(part.origin());
            var folder = part.kind() == Kind.DATA ? origin : origin.resolve("nodes");
            if (Files.isDirectory(folder)) {
                try (var inside = Files.walk(folder)) {
                    files += inside.filter(Files::isRegularFile).count();
                }
            }
        }
        return files;
    }

    /// What the owner alone may read, where the file system knows owners.
    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private void report(Path file, Manifest manifest) {
        for (var part : manifest.parts()) {
            var inside = manifest.files().stream()
                    .filter(entry -> entry.path().startsWith(part.prefix() + "/"))
                    .toList();
            long nodes = inside.stream()
                    .filter(entry -> entry.path().startsWith(part.prefix() + "/nodes/"))
                    .count();
            terminal.out()
                    .println("  " + part.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + part.name() + ": "
                            + (part.kind() == Kind.DATA ? inside.size() + " files" : nodes + " nodes"));
        }
        try {
            terminal.out()
                    .println("Saved in " + file + ": " + manifest.files().size() + " files, "
                            + (Files.size(file) + 1023) / 1024 + " KB, each read back and found right.");
        } catch (IOException gone) {
            terminal.out().println("Saved in " + file + ".");
        }
        for (var setting : places.elsewhere()) {
            terminal.out()
                    .println("Not in it: what " + setting
                            + " names lives on a server of its own; save PostgreSQL with pg_dump.");
        }
    }
}
