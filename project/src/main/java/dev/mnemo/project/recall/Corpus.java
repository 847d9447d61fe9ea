package dev.mnemo.project.recall;

import dev.mnemo.kernel.text.Analysis;
import dev.mnemo.kernel.text.TermIndex;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.node.ReverseLink;
import dev.mnemo.project.node.StoreDelta;
import dev.mnemo.project.node.StoreView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The nodes of one store as ranking sees them: an index over their words, and by document number what scoring asks
/// of each. Derived, in memory, and kept in step by the store's own deltas: a change queues, the next reader
/// applies it, and its cost is that of the nodes it touched. Nodes whose words were saved are not read before somebody
/// asks for them. Ask only from inside {@link #read}.
final class Corpus {
    /// Which nodes of the store are in.
    enum Part {
        ACTIVE,
        INACTIVE
    }

    /// Nodes whose words are found at a time, on all processors.
    private static final int CHUNK_NODES = 4_096;

    /// Words are saved again when one part in so many of the nodes changed.
    private static final int UNSAVED_SHARE = 64;

    private final NodeStore store;
    private final Analysis analysis;
    private final Part part;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<StoreDelta> pending = new ConcurrentLinkedQueue<>();

    /// The words of all nodes as they were saved, until they are needed.
    private volatile Optional<SavedWords> saved = Optional.empty();

    /// Changes since the words were saved.
    private int unsaved;

    /// Nodes taken out so far: after one, what is being saved may hold words that were to be forgotten.
    private int removals;

    private TermIndex terms = new TermIndex();
    private final Set<Address> missing = new HashSet<>();
    private long[] addresses = new long[256];
    private @Nullable Node[] nodes = new Node[256];
    private int[] distinctWords = new int[256];
    private int[] order = new int[256];
    private int size;

    /// The documents that links lead from or to; most have none, and a walk passes them over. Known when somebody has
    /// asked.
    private final BitSet linked = new BitSet();

    private boolean linkedKnown;

    /// What the reader reads.
    private @Nullable StoreView view;

    Corpus(NodeStore store, Analysis analysis, Part part) {
        this.store = store;
        this.analysis = analysis;
        this.part = part;
        pending.add(StoreDelta.EVERYTHING);
        store.onChange(pending::add);
    }

    /// Brings the corpus up to date and reads it, alone. The store is read first and the lock taken inside, always in
    /// this order, so that a caller who already reads the store cannot meet one who waits for it.
    <T> T read(BiFunction<StoreView, Corpus, T> reader) {
        var first = pending.peek();
        if (part == Part.ACTIVE && first != null && first.everything()) {
            saved = SavedWords.load(store, analysis);
        }
        return store.read(view -> {
            lock.lock();
            try {
                this.view = view;
                for (var delta = pending.poll(); delta != null; delta = pending.poll()) {
                    apply(delta, view);
                }
                List.copyOf(missing).forEach(address -> view.node(address).ifPresent(this::put));
                return reader.apply(view, this);
            } finally {
                this.view = null;
                lock.unlock();
            }
        });
    }

    /// Saves the words so that the next process need not read every node, if there is something to save that was
    /// expensive to find out. Costs a reader the time to copy them in memory, and a writer nothing.
    ///
    /// @param asLittleAs how many changes are worth it
    void save(int asLittleAs) {
        if (part != Part.ACTIVE
                || size < SavedWords.NODES_MIN
                || unsaved < Math.max(asLittleAs, size / UNSAVED_SHARE)) {
            return;
        }
        read((_, _) -> 0);
        SavedWords words;
        int before;
        lock.lock();
        try {
            var documents = Arrays.copyOf(order, size);
            words = SavedWords.of(
                    Arrays.stream(documents)
                            .mapToLong(document -> addresses[document])
                            .toArray(),
                    Arrays.stream(documents)
                            .map(document -> distinctWords[document])
                            .toArray(),
                    terms.toBytes(documents));
            before = removals;
            unsaved = 0;
        } finally {
            lock.unlock();
        }
        words.save(store, analysis);
        if (read((_, _) -> removals) != before) {
            SavedWords.empty(store, analysis);
        }
    }

    /// The index over the words of the nodes.
    TermIndex terms() {
        return terms;
    }

    /// How many nodes are in.
    int size() {
        return size;
    }

    /// The document at a place in ascending order of address.
    int documentAt(int place) {
        return order[place];
    }

    /// The node of a document.
    Node node(int document) {
        var node = nodes[document];
        if (node == null) {
            node = view().node(address(document)).orElseThrow();
            nodes[document] = node;
        }
        return node;
    }

    private StoreView view() {
        return Objects.requireNonNull(view, "a corpus is asked from inside a read");
    }

    /// The address of a document.
    Address address(int document) {
        return new Address(addresses[document]);
    }

    /// The document of a node, or -1.
    int document(Address address) {
        int place = place(address.bits());
        return place < 0 ? -1 : order[place];
    }

    /// Different words of a node when it is cut at white space, at least 1.
    int distinctWords(int document) {
        return distinctWords[document];
    }

    /// Whether links lead from a document or to it.
    boolean isLinked(int document) {
        if (!linkedKnown) {
            for (int place = 0; place < size; place++) {
                noteLinks(order[place]);
            }
            linkedKnown = true;
        }
        return linked.get(document);
    }

    private void noteLinks(int document) {
        linked.set(
                document,
                !node(document).meta().links().isEmpty()
                        || !view().linksTo(address(document)).isEmpty());
    }

    /// The links that point at a node.
    List<ReverseLink> linksTo(Address address) {
        return view().linksTo(address);
    }

    private void apply(StoreDelta delta, StoreView view) {
        if (delta.everything()) {
            readAnew(view);
            return;
        }
        var entered = part == Part.ACTIVE ? delta.activated() : delta.deactivated();
        var left = part == Part.ACTIVE ? delta.deactivated() : delta.activated();
        left.forEach(this::remove);
        var stored = new HashSet<Address>();
        for (var node : delta.put()) {
            stored.add(node.address());
            if (node.type().equals(NodeType.TOMBSTONE)) {
                unsaved += Math.max(size, SavedWords.NODES_MIN); // forgetting removed the saved words as well
            }
            boolean isIn = document(node.address()) >= 0 || missing.contains(node.address());
            boolean isNew = part == Part.INACTIVE
                    && !delta.activated().contains(node.address())
                    && !view.isActive(node.address());
            if (isIn || isNew || entered.contains(node.address())) {
                put(node);
            }
            if (linkedKnown) {
                node.meta().links().stream()
                        .mapToInt(link -> document(link.target()))
                        .filter(target -> target >= 0)
                        .forEach(linked::set);
            }
        }
        for (var address : entered) {
            if (!stored.contains(address)) {
                view.node(address).ifPresentOrElse(this::put, () -> missing.add(address));
            }
        }
    }

    private void readAnew(StoreView view) {
        terms = new TermIndex();
        missing.clear();
        linkedKnown = false;
        Arrays.fill(nodes, null);
        size = 0;
        saved.ifPresent(words -> takeOver(words, view));
        saved = Optional.empty();
        unsaved = 0;
        var unread = new ArrayList<Node>();
        if (part == Part.ACTIVE) {
            for (var address : view.active()) {
                if (document(address) < 0) {
                    view.node(address).ifPresentOrElse(unread::add, () -> missing.add(address));
                }
            }
        } else {
            view.nodes().stream().filter(node -> !view.isActive(node.address())).forEach(unread::add);
        }
        for (int from = 0; from < unread.size(); from += CHUNK_NODES) {
            var chunk = unread.subList(from, Math.min(unread.size(), from + CHUNK_NODES));
            var words = chunk.parallelStream()
                    .map(node -> analysis.words(node.content()))
                    .toList();
            for (int i = 0; i < words.size(); i++) {
                enter(terms.add(words.get(i)), chunk.get(i));
            }
        }
    }

    /// Takes the words of the nodes as they were saved; what changed since is put right node by node. A node's text
    /// never changes under its address.
    private void takeOver(SavedWords words, StoreView view) {
        var index = TermIndex.ofBytes(words.terms());
        if (index.isEmpty() || index.get().documents() != words.size()) {
            return;
        }
        terms = index.get();
        for (int document = 0; document < words.size(); document++) {
            var address = words.address(document);
            if (view.isActive(address) && view.has(address)) {
                enter(document, address.bits(), words.distinctWords(document));
            } else {
                terms.remove(document);
            }
        }
    }

    private void put(Node node) {
        missing.remove(node.address());
        int known = document(node.address());
        if (known >= 0) {
            var before = nodes[known];
            nodes[known] = node;
            if (before == null || before.content().equals(node.content())) {
                if (linkedKnown) {
                    noteLinks(known);
                }
                return;
            }
            remove(node.address());
        }
        enter(terms.add(analysis.words(node.content())), node);
    }

    private void enter(int document, Node node) {
        ensureCapacity(document);
        nodes[document] = node;
        enter(document, node.address().bits(), countDistinctWords(node.content()));
        unsaved++;
    }

    private void enter(int document, long address, int distinct) {
        ensureCapacity(document);
        addresses[document] = address;
        distinctWords[document] = Math.max(1, distinct);
        insertInOrder(document, address);
        if (linkedKnown) {
            noteLinks(document);
        }
    }

    private void remove(Address address) {
        missing.remove(address);
        int place = place(address.bits());
        if (place >= 0) {
            removals++;
            unsaved++;
            int document = order[place];
            System.arraycopy(order, place + 1, order, place, size - place - 1);
            size--;
            terms.remove(document);
            nodes[document] = null;
        }
    }

    private void insertInOrder(int document, long address) {
        if (size == order.length) {
            order = Arrays.copyOf(order, 2 * size);
        }
        int place = size > 0 && addresses[order[size - 1]] < address ? size : -place(address) - 1;
        System.arraycopy(order, place, order, place + 1, size - place);
        order[place] = document;
        size++;
    }

    private int place(long address) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = addresses[order[middle]];
            if (there == address) {
                return middle;
            }
            if (there < address) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private void ensureCapacity(int document) {
        if (document >= nodes.length) {
            addresses = Arrays.copyOf(addresses, 2 * document);
            nodes = Arrays.copyOf(nodes, 2 * document);
            distinctWords = Arrays.copyOf(distinctWords, 2 * document);
        }
    }

    private static int countDistinctWords(String content) {
        var words = new HashSet<String>();
        int start = -1;
        for (int at = 0; at <= content.length(); at++) {
            boolean inWord = at < content.length() && !isSpace(content.charAt(at));
            if (inWord && start < 0) {
                start = at;
            } else if (!inWord && start >= 0) {
                words.add(content.substring(start, at).toLowerCase(java.util.Locale.ROOT));
                start = -1;
            }
        }
        return words.size();
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
