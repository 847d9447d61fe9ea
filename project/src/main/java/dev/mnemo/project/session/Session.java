package dev.mnemo.project.session;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Address;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// What one server has done with one store since the last session compress: turns, nodes made, nodes shown. Safe for
/// many threads. {@link SessionFile} saves it after every change.
public final class Session {
    /// How many turns back a node counts as recently recalled.
    public static final int RECENT_TURNS = 5;

    /// How many nodes made in a cycle are remembered; the oldest are forgotten first, so that saving the session costs
    /// the same however much was claimed.
    public static final int CREATED_MAX = 1_000;

    /// For how many turns the file that was read or changed last counts as the one in work.
    public static final int FOCUS_TURNS = 5;

    /// Characters of a path that may be the file in work.
    private static final int PATH_CHARS_MAX = 1_000;

    /// How many files are counted; the rest count as visited once.
    public static final int FILES_MAX = 1_000;

    private static final Pattern ID = Pattern.compile("s_[0-9a-f]{8}");

    private String id;
    private int turns;
    private final SequencedSet<Address> created = new LinkedHashSet<>();
    private final Deque<Set<Address>> recalled = new ArrayDeque<>();
    private final Map<String, Integer> visits = new LinkedHashMap<>();
    private final Set<String> extendedChains = new LinkedHashSet<>();
    private String focusFile = "";
    private int focusTurn;
    private volatile Runnable changed = () -> {};

    /// @param id `s_` and eight hexadecimal digits; anything else is refused, because the id names a folder
    public Session(String id) {
        this.id = checked(id);
    }

    /// A session that begins now.
    public static Session begin(RandomGenerator random) {
        return new Session(newId(random));
    }

    /// A new id.
    static String newId(RandomGenerator random) {
        return "s_%08x".formatted(random.nextInt());
    }

    private static String checked(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a session id is s_ and eight hexadecimal digits");
        }
        return id;
    }

    /// Is told of every change from now on, by the thread that made it and after it was made.
    void onChange(Runnable listener) {
        changed = listener;
    }

    /// `s_` and eight hexadecimal digits.
    public synchronized String id() {
        return id;
    }

    /// Counts one recall; returns the number of this turn, from 1. Saved with what the turn surfaces.
    public synchronized int nextTurn() {
        return ++turns;
    }

    /// Recalls since the last session compress.
    public synchronized int turns() {
        return turns;
    }

    /// Notes nodes as made in this session.
    public void created(Address address) {
        synchronized (this) {
            if (created.add(address) && created.size() > CREATED_MAX) {
                created.removeFirst();
            }
        }
        changed.run();
    }

    /// The nodes made in this session, oldest first.
    public synchronized List<Address> created() {
        return List.copyOf(created);
    }

    /// Notes what a turn surfaced.
    public void recalled(Collection<Address> addresses) {
        synchronized (this) {
            recalled.addLast(new LinkedHashSet<>(addresses));
            while (recalled.size() > RECENT_TURNS) {
                recalled.removeFirst();
            }
        }
        changed.run();
    }

    /// What the last turns surfaced, newest turn first.
    public synchronized List<Set<Address>> recentlyRecalled() {
        return recalled.reversed().stream().map(Set::copyOf).toList();
    }

    /// Whether one of the last turns surfaced the node.
    public synchronized boolean wasRecentlyRecalled(Address address) {
        return recalled.stream().anyMatch(turn -> turn.contains(address));
    }

    /// Counts a visit of a file, by its path relative to the project; returns how many there were, this one included.
    public int visit(String file) {
        int count;
        synchronized (this) {
            focusOn(file);
            count = visits.size() < FILES_MAX || visits.containsKey(file) ? visits.merge(file, 1, Integer::sum) : 1;
        }
        changed.run();
        return count;
    }

    /// Notes a file, by its path relative to the project, as the one in work.
    public void worksOn(String file) {
        boolean isNew;
        synchronized (this) {
            isNew = focusOn(file);
        }
        if (isNew) {
            changed.run();
        }
    }

    private boolean focusOn(String file) {
        if (file.length() > PATH_CHARS_MAX || (file.equals(focusFile) && focusTurn == turns)) {
            return false;
        }
        focusFile = file;
        focusTurn = turns;
        return true;
    }

    /// The file in work, relative to the project: the one read or changed last, unless that is {@link #FOCUS_TURNS}
    /// turns ago. An empty text if there is none.
    public synchronized String focusFile() {
        return turns - focusTurn <= FOCUS_TURNS ? focusFile : "";
    }

    /// Notes a chain as extended in this session.
    public void extended(String chainId) {
        synchronized (this) {
            extendedChains.add(chainId);
        }
        changed.run();
    }

    /// The chains extended in this session.
    public synchronized Set<String> extendedChains() {
        return Set.copyOf(extendedChains);
    }

    /// Starts the next cycle under a new id: no turns, nothing made, nothing shown, no file visited.
    void reset(String nextId) {
        synchronized (this) {
            id = checked(nextId);
            turns = 0;
            created.clear();
            recalled.clear();
            visits.clear();
            extendedChains.clear();
            focusFile = "";
            focusTurn = 0;
        }
        changed.run();
    }

    /// The session as `session_state.json` holds it.
    public synchronized Json.Obj toJson(double savedAt) {
        var files = new LinkedHashMap<String, Json>();
        visits.forEach((file, count) -> files.put(file, Json.of(count)));
        var json = Json.Obj.EMPTY
                .with("session_turns", turns)
                .with("session_addrs", texts(created))
                .with(
                        "recalled_recent",
                        Json.array(recalled.stream().map(Session::texts).toList()))
                .with("file_visits", new Json.Obj(files))
                .with("session_id", id)
                .with("recently_extended_chain_ids", Json.strings(extendedChains))
                .with("saved_at", savedAt);
        return focusFile.isEmpty() ? json : json.with("focus_file", focusFile).with("focus_turn", focusTurn);
    }

    /// The session that a `session_state.json` holds; empty if it names no proper id.
    public static Optional<Session> ofJson(Json.Obj file) {
        var id = file.string("session_id", "");
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        var session = new Session(id);
        session.turns = (int) file.number("session_turns", 0);
        addresses(file.array("session_addrs")).forEach(session::created);
        for (var turn : file.array("recalled_recent").items()) {
            if (turn instanceof Json.Arr array) {
                session.recalled(addresses(array));
            }
        }
        file.object("file_visits").members().forEach((name, count) -> {
            if (count instanceof Json.Num number && session.visits.size() < FILES_MAX) {
                session.visits.put(name, (int) number.longValue());
            }
        });
        session.focusFile = file.string("focus_file", "");
        session.focusTurn = (int) file.number("focus_turn", 0);
        session.extendedChains.addAll(file.array("recently_extended_chain_ids").strings());
        return Optional.of(session);
    }

    private static Json.Arr texts(Collection<Address> addresses) {
        return Json.strings(addresses.stream().map(Address::toString).toList());
    }

    private static List<Address> addresses(Json.Arr array) {
        return array.strings().stream()
                .flatMap(text -> Address.parse(text).stream())
                .toList();
    }
}
