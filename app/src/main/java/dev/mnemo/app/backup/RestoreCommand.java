package dev.mnemo.app.backup;

import dev.mnemo.app.backup.Manifest.Kind;
import dev.mnemo.app.backup.Manifest.Part;
import dev.mnemo.app.backup.Swap.Move;
import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.ProgressLine;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// `mnemo restore FILE`: puts back what `mnemo backup` saved, all of it or nothing. The file is checked byte by byte
/// before anything is written, and everything is unpacked beside its place before anything is replaced; what is
/// replaced
/// is kept.
public final class RestoreCommand {
    /// How the command is used.
    public static final String USAGE = """
        Usage: mnemo restore FILE [--check] [--into FOLDER] [--data FOLDER] [--force]
        Puts back what `mnemo backup` saved: each project where it was, the server's data into its folder.
        --check        reads the file and compares every SHA-256; writes nothing
        --into FOLDER  puts everything below FOLDER instead, to look at it
        --force        replaces what is there; that is kept beside it as <name>.before-restore-<time>
        Stop servers first: a folder that one works on is not replaced.\
        """;

    private static final FileAttribute<?>[] EVERYBODY = {};
    private static final DateTimeFormatter ASIDE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /// Where in the lock file a server holds its lock; see `mnemo up`.
    private static final int LOCK_POSITION = 200;

    private final Places places;
    private final BiConsumer<String, Path> register;
    private final InstantSource clock;
    private final Terminal terminal;

    /// @param register makes a project known by its name and store
    public RestoreCommand(Places places, BiConsumer<String, Path> register, InstantSource clock, Terminal terminal) {
        this.places = places;
        this.register = register;
        this.clock = clock;
        this.terminal = terminal;
    }

    private record Options(Path file, @Nullable Path into, Path data, boolean check, boolean force) {}

    /// Runs the command.
    ///
    /// @param words what followed `restore`
    /// @return an exit code
    public int run(List<String> words) {
        var options = options(words);
        var swap = new Swap(places.home());
        if (!options.check() && swap.finish()) {
            terminal.out().println("Finished a restore that was interrupted.");
        }
        try (var archive = Archive.open(options.file());
                var progress = new ProgressLine("checking", terminal)) {
            archive.verify(progress);
            progress.clear();
            var manifest = archive.manifest();
            if (options.check()) {
                terminal.out()
                        .println(options.file() + " is whole: "
                                + manifest.files().size() + " files of "
                                + manifest.parts().size() + " parts, saved " + manifest.created() + ".");
                return ExitCode.DONE;
            }
            var targets = targets(manifest, options);
            targets.forEach((part, target) -> check(part, target, options.force()));
            restore(archive, targets, swap, progress);
            targets.forEach((part, target) -> {
                terminal.out().println("Restored " + part.name() + " to " + target + ".");
                if (part.kind() == Kind.PROJECT && options.into() == null) {
                    register.accept(part.name(), target);
                }
            });
            return ExitCode.DONE;
        }
    }

    private Options options(List<String> words) {
        var files = new ArrayList<Path>();
        Path into = null;
        var data = places.data();
        boolean check = false;
        boolean force = false;
        for (var word = words.iterator(); word.hasNext(); ) {
            var flag = word.next();
            switch (flag) {
                case "--check" -> check = true;
                case "--force" -> force = true;
                case "--into" -> into = places.path().apply(word.hasNext() ? word.next() : "");
                case "--data" -> data = places.path().apply(word.hasNext() ? word.next() : "");
                default -> {
                    if (flag.startsWith("-")) {
                        throw new Refusal("'" + flag + "' is not understood. " + USAGE);
                    }
                    files.add(places.path().apply(flag));
                }
            }
        }
        if (files.size() != 1) {
            throw new Refusal(USAGE);
        }
        return new Options(files.getFirst(), into, data, check, force);
    }

    private Map<Part, Path> targets(Manifest manifest, Options options) {
        var targets = new LinkedHashMap<Part, Path>();
        for (var part : manifest.parts()) {
            var target = options.into() != null
                    ? options.into().resolve(part.prefix())
                    : switch (part.kind()) {
                        case PROJECT -> Path.of(part.origin());
                        case GLOBAL -> places.global();
                        case DATA -> options.data();
                    };
            targets.put(part, target.toAbsolutePath().normalize());
        }
        return targets;
    }

    private void check(Part part, Path target, boolean force) {
        if (part.kind() == Kind.PROJECT
                && !Files.isDirectory(Leftovers.folderOf(target))
                && target.toString().equals(part.origin())) {
            throw new Refusal("The folder " + Leftovers.folderOf(target) + " of project '" + part.name()
                    + "' is not here; make it first, or restore with --into FOLDER.");
        }
        if (isServed(target)) {
            throw new Refusal("A server works on " + target + "; stop it first (agents start one each). Nothing was"
                    + " changed.");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !force) {
            throw new Refusal(
                    target + " is there already; --force replaces it and keeps it beside. Nothing was" + " changed.");
        }
    }

    private static boolean isServed(Path target) {
        try {
            var socket = Path.of(Files.readString(target.resolve("run/socket")).strip());
            try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket));
                return true;
            }
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException nobody) {
            // No `mnemo serve`; a `mnemo up` holds a lock instead.
        }
        try (var channel = FileChannel.open(
                        target.resolve("server.lock"), StandardOpenOption.READ, StandardOpenOption.WRITE);
                var lock = channel.tryLock(LOCK_POSITION, 1, false)) {
            return lock == null;
        } catch (IOException nobody) {
            return false;
        }
    }

    private void restore(Archive archive, Map<Part, Path> targets, Swap swap, ProgressLine progress) {
        var aside = ".before-restore-" + ASIDE.format(clock.instant());
        var moves = new ArrayList<Move>();
        boolean unpacked = false;
        progress.begin("unpacking");
        try {
            for (var entry : targets.entrySet()) {
                var target = entry.getValue();
                Files.createDirectories(Leftovers.folderOf(target));
                var leftovers = new Leftovers(target);
                leftovers.clear();
                var staged = leftovers.mine("restoring");
                moves.add(new Move(staged, target, free(target, aside)));
                Files.createDirectory(staged, entry.getKey().kind() == Kind.DATA ? ownerOnly(staged) : EVERYBODY);
            }
            unpack(archive, List.copyOf(targets.keySet()), moves, progress);
            unpacked = true;
        } catch (IOException fault) {
            throw new MnemoException(
                    String.valueOf(fault.getMessage()).contains("No space left") ? Fault.DISK_FULL : Fault.INPUT_OUTPUT,
                    "The backup cannot be unpacked: " + fault + ".",
                    "Nothing was replaced.",
                    fault);
        } finally {
            if (!unpacked) {
                moves.forEach(move -> Leftovers.remove(move.staged()));
            }
        }
        swap.run(moves);
    }

    /// The server's folder holds what no other user may read.
    private static FileAttribute<?>[] ownerOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : EVERYBODY;
    }

    /// A name beside the target that nothing has.
    private static Path free(Path target, String suffix) {
        var name = target.resolveSibling(target.getFileName() + suffix);
        for (int number = 2; Files.exists(name, LinkOption.NOFOLLOW_LINKS); number++) {
            name = target.resolveSibling(target.getFileName() + suffix + "-" + number);
        }
        return name;
    }

    private static void unpack(Archive archive, List<Part> parts, List<Move> moves, ProgressLine progress)
            throws IOException {
        var files = archive.manifest().files();
        long done = 0;
        for (var file : files) {
            for (int at = 0; at < parts.size(); at++) {
                var prefix = parts.get(at).prefix() + "/";
                if (file.path().startsWith(prefix)) {
                    var folder = moves.get(at).staged();
                    var target = folder.resolve(file.path().substring(prefix.length()))
                            .normalize();
                    if (!target.startsWith(folder)) {
                        throw new Refusal("The backup names a file outside of its place: '" + file.path() + "'.");
                    }
                    Files.createDirectories(Leftovers.folderOf(target));
                    write(archive, file, target);
                }
            }
            progress.at(++done, files.size(), file.path());
        }
    }

    private static void write(Archive archive, Manifest.File file, Path target) throws IOException {
        try (var channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(channel)) {
            archive.copy(file, out);
            channel.force(false);
        }
    }
}
