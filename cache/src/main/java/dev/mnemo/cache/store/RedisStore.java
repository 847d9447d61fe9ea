package dev.mnemo.cache.store;

import static dev.mnemo.cache.store.RedisRows.longOf;
import static dev.mnemo.cache.store.RedisRows.number;
import static dev.mnemo.cache.store.RedisRows.text;
import static dev.mnemo.cache.store.RedisServer.bytes;

import dev.mnemo.cache.StoredEntry;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A store in a Redis server (7 or later, or a server that speaks like it), for many hosts. Every operation is one
/// script, which the server runs alone. Nothing expires by itself: the cache removes what has expired, so counts and
/// order of use are always right.
///
/// A put is kept as firmly as the server is set up for (`appendonly yes`, `appendfsync`); the server must not drop
/// keys of its own accord (`maxmemory-policy noeviction`). While the server is away every call fails with
/// `STORE_UNREACHABLE`; of a change that was under way nobody knows whether it was made. {@link #remove} of many
/// entries runs in steps of {@link #REMOVED_PER_STEP}, so that others are not kept waiting; each step is a
/// transaction. A put of more than {@link #PUT_PER_STEP} entries likewise.
public final class RedisStore implements Store {
    public static final String PREFIX_DEFAULT = "mnemo-cache";
    public static final int CONNECTIONS_DEFAULT = 10;
    static final int REMOVED_PER_STEP = 1_000;
    static final int PUT_PER_STEP = 1_000;

    private static final int VECTORS_PER_STEP = 1_000;
    private static final int ENTRIES_PER_STEP = 500;
    private static final int FORMAT = 1;
    private static final int PREFIX_CHARS_MAX = 100;

    private final String address;
    private final String prefix;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Opened opened;
    private boolean closed;

    private record Opened(RedisServer server, Model model) {}

    /// A store at `redis://user:password@host:port/database`, under the default prefix.
    public RedisStore(String address) {
        this(address, PREFIX_DEFAULT);
    }

    /// A store under a prefix of its own, so that one server holds several.
    public RedisStore(String address, String prefix) {
        if (prefix.isEmpty() || prefix.length() > PREFIX_CHARS_MAX || prefix.contains("{") || prefix.contains("}")) {
            throw new Refusal("The prefix of a Redis store has 1 to " + PREFIX_CHARS_MAX + " characters, no braces.");
        }
        this.address = address;
        this.prefix = prefix;
    }

    @Override
    public String kind() {
        return "redis";
    }

    @Override
    public Model open(Model wanted) {
        opening.lock();
        try {
            if (closed || opened != null) {
                throw new Refusal("A store is opened once; make another one to open it again.");
            }
            var server = new RedisServer(address, prefix, CONNECTIONS_DEFAULT);
            try {
                var model = model((List<?>) server.write(List.of(
                        bytes("open"),
                        number(FORMAT),
                        bytes(wanted.fingerprint()),
                        number(wanted.dimensions()),
                        bytes(wanted.equals(Model.UNKNOWN) ? "unknown" : ""))));
                opened = new Opened(server, model);
                return model;
            } catch (RuntimeException fault) {
                server.close();
                throw fault;
            }
        } finally {
            opening.unlock();
        }
    }

    private static Model model(List<?> answer) {
        if (answer.isEmpty()) {
            return Model.UNKNOWN;
        }
        long format = longOf(answer.get(0));
        if (format > FORMAT) {
            throw new MnemoException(
                    Fault.STORE_NEWER,
                    "The store has format " + format + "; this version of Mnemo knows " + FORMAT + ".",
                    "Use the version of Mnemo that wrote it, or another prefix.");
        }
        return new Model(text(answer.get(1)), (int) longOf(answer.get(2)));
    }

    private Opened opened() {
        var now = opened;
        if (now == null) {
            throw new Refusal("The store is closed or was not opened; open it first and use it before it is closed.");
        }
        return now;
    }

    private Object read(String operation, byte[]... arguments) {
        return opened().server().read(arguments(operation, List.of(arguments)));
    }

    private List<?> list(String operation, byte[]... arguments) {
        return (List<?>) read(operation, arguments);
    }

    private Object write(String operation, List<byte[]> arguments) {
        return opened().server().write(arguments(operation, arguments));
    }

    private static List<byte[]> arguments(String operation, List<byte[]> more) {
        var all = new ArrayList<byte[]>(more.size() + 1);
        all.add(bytes(operation));
        all.addAll(more);
        return all;
    }

    @Override
    public Optional<StoredEntry> find(Key key) {
        var answer = list("find", bytes(key.namespace() + "\u0000" + key.partition() + "\u0000" + key.queryHash()));
        return RedisRows.entries(answer).stream().findFirst();
    }

    @Override
    public List<StoredEntry> get(Collection<Long> ids) {
        return RedisRows.entries(list("get", ids.stream().map(RedisRows::number).toArray(byte[][]::new)));
    }

    @Override
    public List<StoredEntry> entries(long afterId, int limit) {
        var found = new ArrayList<StoredEntry>();
        while (found.size() < limit) {
            int step = Math.min(ENTRIES_PER_STEP, limit - found.size());
            long after = found.isEmpty() ? afterId : found.getLast().id();
            var page = RedisRows.entries(list("page", number(after), number(step)));
            found.addAll(page);
            if (page.size() < step) {
                break;
            }
        }
        return found;
    }

    @Override
    public void vectors(long afterId, VectorReader each) {
        long after = afterId;
        List<?> rows;
        do {
            rows = list("vectors", number(after), number(VECTORS_PER_STEP));
            for (int i = 0; i + 3 < rows.size(); i += 4) {
                after = longOf(rows.get(i));
                each.row(
                        after, text(rows.get(i + 1)), text(rows.get(i + 2)), SqlWords.vector((byte[]) rows.get(i + 3)));
            }
        } while (rows.size() == 4 * VECTORS_PER_STEP);
    }

    @Override
    public SortedMap<String, Long> counts() {
        var counts = new TreeMap<String, Long>();
        var answer = list("counts");
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            counts.put(text(answer.get(i)), longOf(answer.get(i + 1)));
        }
        return counts;
    }

    @Override
    public long count(Scope scope) {
        return longOf(read("count", scoped(scope), named(scope)));
    }

    private static byte[] scoped(Scope scope) {
        return bytes(scope.namespace().isPresent() ? "1" : "");
    }

    private static byte[] named(Scope scope) {
        return bytes(scope.namespace().orElse(""));
    }

    @Override
    public List<Candidate> leastRecent(Scope scope, int limit) {
        return RedisRows.candidates(list("least", number(limit), scoped(scope), named(scope)));
    }

    @Override
    public List<Long> put(List<StoredEntry> given) {
        opened().model().check(given);
        var ids = new ArrayList<Long>(given.size());
        for (int from = 0; from < given.size(); from += PUT_PER_STEP) {
            var arguments = new ArrayList<byte[]>();
            given.subList(from, Math.min(from + PUT_PER_STEP, given.size()))
                    .forEach(entry -> arguments.addAll(RedisRows.fields(entry)));
            ((List<?>) write("put", arguments)).forEach(id -> ids.add(longOf(id)));
        }
        return ids;
    }

    @Override
    public void touch(Collection<Touch> touches) {
        var arguments = new ArrayList<byte[]>();
        for (var touch : touches) {
            arguments.add(number(touch.id()));
            arguments.add(number(touch.at().toEpochMilli()));
            arguments.add(number(touch.hits()));
        }
        write("touch", arguments);
    }

    @Override
    public List<Removed> remove(Selection selection) {
        var gone = new ArrayList<Removed>();
        if (selection instanceof Selection.Ids(var ids)) {
            var ordered = ids.stream().sorted().toList();
            for (int from = 0; from < ordered.size(); from += REMOVED_PER_STEP) {
                var step = ordered.subList(from, Math.min(from + REMOVED_PER_STEP, ordered.size()));
                removeStep(
                        "ids", Scope.ALL, step.stream().map(RedisRows::number).toList(), gone);
            }
            return gone;
        }
        int before;
        do {
            before = gone.size();
            switch (selection) {
                case Selection.Ids _ -> throw new IllegalStateException("handled above");
                case Selection.Everything(var scope) -> removeStep("everything", scope, List.of(), gone);
                case Selection.Expired(var scope, var now) ->
                    removeStep("expired", scope, List.of(number(now.toEpochMilli())), gone);
                case Selection.Tagged(var scope, var tag) -> removeStep("tagged", scope, List.of(bytes(tag)), gone);
                case Selection.Outdated(var scope, var tag, var current) ->
                    removeStep("outdated", scope, List.of(bytes(tag), bytes(current)), gone);
            }
        } while (gone.size() - before == REMOVED_PER_STEP && gone.size() < REMOVED_MAX);
        gone.sort(Comparator.comparingLong(Removed::id));
        return gone;
    }

    private void removeStep(String kind, Scope scope, List<byte[]> arguments, List<Removed> gone) {
        var all = new ArrayList<byte[]>();
        all.add(bytes(kind + " " + REMOVED_PER_STEP));
        all.add(scoped(scope));
        all.add(named(scope));
        all.addAll(arguments);
        var answer = (List<?>) write("remove", all);
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            gone.add(new Removed(longOf(answer.get(i)), text(answer.get(i + 1))));
        }
    }

    @Override
    public long sequence() {
        return longOf(read("sequence"));
    }

    @Override
    public Changes changesSince(long sequence, int limit) {
        var answer = list("changes", number(sequence), number(limit));
        var changes = new ArrayList<Change>();
        for (int i = 1; i + 3 < answer.size(); i += 4) {
            changes.add(new Change(
                    longOf(answer.get(i)),
                    Change.Kind.valueOf(text(answer.get(i + 1))),
                    longOf(answer.get(i + 2)),
                    text(answer.get(i + 3))));
        }
        return new Changes(changes, text(answer.getFirst()).equals("complete"));
    }

    @Override
    public void addCounters(Collection<Counter> amounts) {
        var arguments = new ArrayList<byte[]>();
        for (var amount : amounts) {
            arguments.add(bytes(amount.namespace() + "\u0000" + amount.name()));
            arguments.add(number(amount.value()));
        }
        write("add_counters", arguments);
    }

    @Override
    public List<Counter> counters() {
        var found = new ArrayList<Counter>();
        var answer = list("counters");
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            var name = text(answer.get(i)).split("\u0000", 2);
            found.add(new Counter(name[0], name[1], longOf(answer.get(i + 1))));
        }
        return found;
    }

    @Override
    public void dropCounters(String namespace) {
        write("drop_counters", List.of(bytes(namespace)));
    }

    @Override
    public long addFeedback(Feedback feedback) {
        return longOf(write("add_feedback", List.of(RedisRows.json(feedback), bytes(feedback.namespace()))));
    }

    @Override
    public List<Feedback> feedback(long afterId, int limit) {
        return list("feedback", number(afterId), number(limit)).stream()
                .map(RedisRows::feedback)
                .toList();
    }

    @Override
    public void dropFeedback(Collection<Long> ids) {
        write("drop_feedback", ids.stream().map(RedisRows::number).toList());
    }

    @Override
    public Optional<String> note(String name) {
        return Optional.of(text(read("note", bytes(name)))).filter(note -> !note.isEmpty());
    }

    @Override
    public SortedMap<String, String> notes(String prefix) {
        var found = new TreeMap<String, String>();
        var answer = list("notes");
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            if (text(answer.get(i)).startsWith(prefix)) {
                found.put(text(answer.get(i)), text(answer.get(i + 1)));
            }
        }
        return found;
    }

    @Override
    public void writeNotes(Map<String, String> notes) {
        var arguments = new ArrayList<byte[]>();
        notes.forEach((name, note) -> {
            arguments.add(bytes(name));
            arguments.add(bytes(note));
        });
        write("write_notes", arguments);
    }

    @Override
    public Optional<String> damage(Depth depth) {
        return text(read("check")).equals("OK")
                ? Optional.empty()
                : Optional.of("The keys of the store do not agree with each other; did the server drop some of them?");
    }

    /// Each entry is whole, but they are not all of one moment: the file is written page by page.
    @Override
    public void snapshot(Path file) {
        SnapshotFile.write(file, opened().model(), copy -> {
            copy.entries(afterId -> entries(afterId, SnapshotFile.PAGE_ENTRIES));
            copy.feedback(afterId -> feedback(afterId, SnapshotFile.PAGE_ENTRIES));
            copy.counters(counters());
            copy.notes(notes(""));
        });
    }

    @Override
    public void close() {
        opening.lock();
        try {
            closed = true;
            var last = opened;
            opened = null;
            if (last != null) {
                last.server().close();
            }
        } finally {
            opening.unlock();
        }
    }
}
