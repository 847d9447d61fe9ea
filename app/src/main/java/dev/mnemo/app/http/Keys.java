package dev.mnemo.app.http;

import dev.mnemo.app.http.Endpoint.Access;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The keys of a server that others reach. The file holds a SHA-256 of each key (a key has 256 random bits, so nothing
/// slower is needed), never the key itself. A running server notices when the file changes.
public final class Keys {
    /// Requests that a key may make in a minute unless it was made with another rate; as many may come at once.
    public static final int REQUESTS_PER_MINUTE_DEFAULT = 6_000;

    /// The highest rate that a key may be made with.
    public static final int REQUESTS_PER_MINUTE_MAX = 1_000_000;

    /// Keys that a file may hold.
    static final int KEYS_MAX = 10_000;

    private static final String PREFIX = "mnemo_";
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path file;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
    private volatile Known known = new Known(Map.of(), FileTime.fromMillis(-1), Long.MIN_VALUE);

    /// One key, without the key.
    ///
    /// @param id what it is called
    /// @param role the most it may do
    /// @param tenant whose data it may touch; empty for everybody's
    /// @param requestsPerMinute how many requests it may make
    /// @param created when it was made, ISO 8601
    /// @param hash SHA-256 of the key, hexadecimal
    public record Key(String id, Access role, String tenant, int requestsPerMinute, String created, String hash) {}

    /// A new key.
    ///
    /// @param secret the key; shown once and kept nowhere
    public record Created(Key key, String secret) {}

    private record Known(Map<String, Key> byHash, FileTime time, long lookedNanos) {}

    /// @param file where the keys are; it need not exist
    public Keys(Path file, InstantSource clock, RandomGenerator random) {
        this.file = file;
        this.clock = clock;
        this.random = random;
    }

    /// Makes a key with the usual rate.
    ///
    /// @param role `admin`, `tenant` or `reader`
    /// @param tenant whose data it may touch; empty for everybody's
    public Created create(String role, String tenant) {
        return create(role, tenant, REQUESTS_PER_MINUTE_DEFAULT);
    }

    /// Makes a key.
    ///
    /// @param requestsPerMinute 1 to {@link #REQUESTS_PER_MINUTE_MAX}
    public synchronized Created create(String role, String tenant, int requestsPerMinute) {
        var access = role(role);
        if (requestsPerMinute < 1 || requestsPerMinute > REQUESTS_PER_MINUTE_MAX) {
            throw new Refusal("A key's rate is 1 to " + REQUESTS_PER_MINUTE_MAX + " requests a minute, not "
                    + requestsPerMinute + ".");
        }
        if (!tenant.matches("[A-Za-z0-9._-]{0,64}")) {
            throw new Refusal("A tenant's name has at most 64 letters, digits, dots, dashes and underscores.");
        }
        var bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        var secret = PREFIX + HexFormat.of().formatHex(bytes);
        var key = new Key(
                "key_" + HexFormat.of().formatHex(id),
                access,
                tenant,
                requestsPerMinute,
                clock.instant().toString(),
                hash(secret));
        var keys = new ArrayList<>(list());
        if (keys.size() >= KEYS_MAX) {
            throw new Refusal("There are " + KEYS_MAX + " keys already; revoke some first.");
        }
        keys.add(key);
        write(keys);
        return new Created(key, secret);
    }

    private static Access role(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "admin" -> Access.ADMIN;
            case "tenant" -> Access.TENANT;
            case "reader" -> Access.READER;
            default -> throw new Refusal("A key's role is admin, tenant or reader; '" + text + "' is none.");
        };
    }

    /// All keys, oldest first.
    public List<Key> list() {
        var keys = new ArrayList<Key>();
        for (var item : read().array("keys").items()) {
            if (item instanceof Json.Obj key) {
                keys.add(new Key(
                        key.string("id", ""),
                        role(key.string("role", "")),
                        key.string("tenant", ""),
                        (int) key.number("requests_per_minute", REQUESTS_PER_MINUTE_DEFAULT),
                        key.string("created", ""),
                        key.string("hash", "")));
            }
        }
        return List.copyOf(keys);
    }

    /// Removes a key; it is refused from then on.
    ///
    /// @throws Refusal if there is none with the id
    public synchronized void revoke(String id) {
        var keys = new ArrayList<>(list());
        if (!keys.removeIf(key -> key.id().equals(id))) {
            throw new Refusal("There is no key '" + id + "'; 'mnemo key list' shows them.");
        }
        write(keys);
    }

    /// Who shows a key.
    Optional<Caller> find(String secret) {
        return Optional.ofNullable(known().byHash().get(hash(secret)))
                .map(key -> new Caller(key.id(), key.tenant(), key.role(), key.requestsPerMinute()));
    }

    /// Lets a caller make one more request.
    ///
    /// @return seconds after which there may be one again; 0 if the request may go on now
    long admit(Caller caller) {
        return buckets.compute(
                        caller.key(),
                        (_, known) -> known != null && known.perMinute == caller.requestsPerMinute()
                                ? known
                                : new Bucket(caller.requestsPerMinute()))
                .take(System.nanoTime());
    }

    private Known known() {
        var now = known;
        long nanos = System.nanoTime();
        if (now.lookedNanos() != Long.MIN_VALUE && nanos - now.lookedNanos() < LOOK_NANOS) {
            return now;
        }
        var time = time();
        var byHash = now.byHash();
        if (!time.equals(now.time())) {
            var fresh = new LinkedHashMap<String, Key>();
            list().forEach(key -> fresh.put(key.hash(), key));
            byHash = Map.copyOf(fresh);
        }
        var next = new Known(byHash, time, nanos);
        known = next;
        return next;
    }

    private FileTime time() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0);
        }
    }

    private Json.Obj read() {
        try {
            return Json.parseObject(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return Json.Obj.EMPTY;
        } catch (IOException | JsonFault fault) {
            throw new MnemoException(
                    Fault.CONFIGURATION,
                    "The file of keys " + file + " cannot be read: " + fault.getMessage() + ".",
                    "Restore it, or remove it and make new keys.",
                    fault);
        }
    }

    private void write(List<Key> keys) {
        var json = Json.Obj.EMPTY.with(
                "keys",
                Json.array(keys.stream()
                        .map(key -> Json.Obj.EMPTY
                                .with("id", key.id())
                                .with("role", key.role().name().toLowerCase(Locale.ROOT))
                                .with("tenant", key.tenant())
                                .with("requests_per_minute", key.requestsPerMinute())
                                .with("created", key.created())
                                .with("hash", key.hash()))
                        .toList()));
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(temporary);
            createPrivate(temporary);
            Files.write(temporary, json.readable().getBytes(StandardCharsets.UTF_8));
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The file of keys " + file + " cannot be written: " + fault + ".",
                    "No key was made or revoked; check the folder's permissions.",
                    fault);
        }
        known = new Known(Map.of(), FileTime.fromMillis(-1), Long.MIN_VALUE);
    }

    private static void createPrivate(Path path) throws IOException {
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (UnsupportedOperationException _) {
            Files.createFile(path); // a system without such permissions
        }
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Lets a minute's worth of requests through at once and then as many as time brings back.
    private static final class Bucket {
        private final int perMinute;
        private double left;
        private long filledNanos = System.nanoTime();

        Bucket(int perMinute) {
            this.perMinute = perMinute;
            this.left = perMinute;
        }

        synchronized long take(long nanos) {
            double perNano = perMinute / (double) TimeUnit.MINUTES.toNanos(1);
            left = Math.min(perMinute, left + (nanos - filledNanos) * perNano);
            filledNanos = nanos;
            if (left < 1) {
                return (long) Math.ceil((1 - left) / perNano / TimeUnit.SECONDS.toNanos(1));
            }
            left--;
            return 0;
        }
    }
}
