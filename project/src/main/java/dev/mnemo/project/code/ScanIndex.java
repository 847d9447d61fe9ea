package dev.mnemo.project.code;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.SideFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// `scan_index.json`: which files were scanned, what they held then and which claims they gave. Beside the keys of
/// the shared format, each entry keeps the size and time of its file, so that an unchanged file is known without
/// reading it. Derived: without it the next scan reads every file again and finds its claims already there. Open
/// while its lock is held.
final class ScanIndex implements AutoCloseable {
    /// Grows when scans begin to see more in a file, so that unchanged files are read once more.
    static final int SCANNER = 2;

    private static final String FILE = "scan_index.json";

    private final Path store;
    private final FileChannel channel;
    private final FileLock lock;
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    private boolean changed;

    /// What is known of one scanned file.
    ///
    /// @param hash the first 16 digits of the SHA-256 of its bytes
    /// @param claims the claims it gave
    /// @param scannedAt when, epoch seconds
    /// @param size its bytes then; -1 if not known
    /// @param modified when it had been changed, epoch seconds; 0 if not known
    /// @param scanner the {@link #SCANNER} that read it; 0 for another implementation
    record Entry(String hash, List<Address> claims, double scannedAt, long size, double modified, int scanner) {
        Entry {
            claims = List.copyOf(claims);
        }

        /// Whether a file of this size and time was surely read; a change within the clock's resolution is not missed.
        boolean isCurrent(long nowSize, double nowModified) {
            return scanner == SCANNER && size == nowSize && modified == nowModified && scannedAt - modified > 2;
        }

        private static Entry ofJson(Json.Obj json) {
            return new Entry(
                    json.string("file_hash", ""),
                    json.array("claim_addrs").strings().stream()
                            .flatMap(text -> Address.parse(text).stream())
                            .toList(),
                    json.number("scanned_at", 0),
                    (long) json.number("size", -1),
                    json.number("modified", 0),
                    (int) json.number("scanner", 0));
        }

        private Json.Obj toJson() {
            return Json.Obj.EMPTY
                    .with("file_hash", hash)
                    .with(
                            "claim_addrs",
                            Json.strings(claims.stream().map(Address::toString).toList()))
                    .with("scanned_at", scannedAt)
                    .with("size", size)
                    .with("modified", modified)
                    .with("scanner", scanner);
        }
    }

    private ScanIndex(Path store, FileChannel channel, FileLock lock) {
        this.store = store;
        this.channel = channel;
        this.lock = lock;
    }

    /// Opens the index of a store and keeps other scans out until it is closed.
    ///
    /// @throws Refusal if another scan holds it
    /// @throws MnemoException if it cannot be read
    static ScanIndex open(Path store) {
        try {
            Files.createDirectories(store.resolve("index"));
            var channel = FileChannel.open(
                    store.resolve("index/scan.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = lock(channel);
            if (lock.isEmpty()) {
                channel.close();
                throw new Refusal("Another scan of this project is running; try again when it has ended.");
            }
            var index = new ScanIndex(store, channel, lock.get());
            index.load();
            return index;
        } catch (IOException fault) {
            throw broken(store, fault);
        }
    }

    /// What the index of a store says, without keeping anybody out.
    static Map<String, Entry> read(Path store) {
        var entries = new TreeMap<String, Entry>();
        try {
            var file = Json.parseObject(Files.readAllBytes(store.resolve(FILE)));
            file.members().forEach((path, entry) -> {
                if (entry instanceof Json.Obj object) {
                    entries.put(path, Entry.ofJson(object));
                }
            });
        } catch (NoSuchFileException none) {
            return entries;
        } catch (Refusal damaged) {
            // Derived data: a damaged index is as good as none, the next save replaces it.
            return entries;
        } catch (IOException fault) {
            throw broken(store, fault);
        }
        return entries;
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException sameProcess) {
            return Optional.empty();
        }
    }

    private void load() {
        entries.putAll(read(store));
    }

    Optional<Entry> entry(String path) {
        return Optional.ofNullable(entries.get(path));
    }

    /// Every entry by path, ascending.
    Map<String, Entry> entries() {
        return Map.copyOf(entries);
    }

    void put(String path, Entry entry) {
        changed |= !entry.equals(entries.put(path, entry));
    }

    void remove(String path) {
        changed |= entries.remove(path) != null;
    }

    /// Writes what changed since the last save: all of it or nothing.
    void save() {
        if (!changed) {
            return;
        }
        var json = new LinkedHashMap<String, Json>();
        entries.forEach((path, entry) -> json.put(path, entry.toJson()));
        try {
            SideFile.replace(store, FILE, new Json.Obj(json).pretty().getBytes(StandardCharsets.UTF_8), true);
            changed = false;
        } catch (IOException fault) {
            throw broken(store, fault);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException fault) {
            throw broken(store, fault);
        }
    }

    private static MnemoException broken(Path store, IOException fault) {
        return new MnemoException(
                Fault.INPUT_OUTPUT,
                "The scan index of " + store + " failed: " + fault + ".",
                "Look at the disk; claims already stored are safe, and the next scan goes on from there.",
                fault);
    }
}
