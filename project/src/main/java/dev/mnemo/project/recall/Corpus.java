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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The nodes of one store as ranking sees them: an index over their words, and by document number what scoring asks
/// of each. Derived, in memory, and kept in step by the store's own deltas: a change queues, the next reader
/// applies it, and its cost is that of the nodes it touched.
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
    private final Map<Address, Integer> documents = new HashMap<>();
    private final Map<Address, List<ReverseLink>> backlinks = new HashMap<>();
    private final Set<Address> missing = new HashSet<>();
    private @Nullable Node[] nodes = new Node[256];
    private int[] distinctWords = new int[256];
    private int[] order = new int[256];
    private int size;

    /// The documents that links lead from or to; most have none, and a walk passes them over.
    private final BitSet linked = new BitSet();

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
                for (var delta = pending.poll(); delta != null; delta = pending.poll()) {
                    apply(delta, view);
                }
                List.copyOf(missing).forEach(address -> view.node(address).ifPresent(node -> put(node, view)));
                return reader.apply(view, this);
            } finally {
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
            var ordered = new ArrayList<Node>(size);
            var distinct = new int[size];
            for (int place = 0; place < size; place++) {
                ordered.add(node(documents[place]));
                distinct[place] = distinctWords[documents[place]];
            }
            words = SavedWords.of(ordered, distinct, terms.toBytes(documents));
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
            throw new IllegalStateException("document " + document + " is not in use");
        }
        return node;
    }

    /// The document of a node, or -1.
    int document(Address address) {
        return documents.getOrDefault(address, -1);
    }

    /// Different words of a node when it is cut at white space, at least 1.
    int distinctWords(int document) {
        return distinctWords[document];
    }

    /// Whether links lead from a document or to it.
    boolean isLinked(int document) {
        return linked.get(document);
    }

    /// The links that point at a node.
    List<ReverseLink> linksTo(Address address) {
        return backlinks.getOrDefault(address, List.of());
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
            boolean isIn = documents.containsKey(node.address()) || missing.contains(node.address());
            boolean isNew = part == Part.INACTIVE
                    && !delta.activated().contains(node.address())
                    && !view.isActive(node.address());
            if (isIn || isNew || entered.contains(node.address())) {
                put(node, view);
            }
            refreshBacklinks(node, view);
        }
        for (var address : entered) {
            if (!stored.contains(address)) {
                view.node(address).ifPresentOrElse(node -> put(node, view), () -> missing.add(address));
            }
        }
    }

    private void readAnew(StoreView view) {
        terms = new TermIndex();
        documents.clear();
        backlinks.clear();
        missing.clear();
        linked.clear();
        Arrays.fill(nodes, null);
        size = 0;
        var all = part == Part.ACTIVE
                ? view.activeNodes()
                : view.nodes().stream()
                        .filter(node -> !view.isActive(node.address()))
                        .toList();
        saved.ifPresent(words -> takeOver(words, view));
        saved = Optional.empty();
        unsaved = 0;
        for (int from = 0; from < all.size(); from += CHUNK_NODES) {
            var chunk = all.subList(from, Math.min(all.size(), from + CHUNK_NODES)).stream()
                    .filter(node -> !documents.containsKey(node.address()))
                    .toList();
            var words = chunk.parallelStream()
                    .map(node -> analysis.words(node.content()))
                    .toList();
            for (int i = 0; i < words.size(); i++) {
                enter(
                        terms.add(words.get(i)),
                        chunk.get(i),
                        countDistinctWords(chunk.get(i).content()),
                        view);
                unsaved++;
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
            var node = view.isActive(address) ? view.node(address) : Optional.<Node>empty();
            if (node.isPresent() && node.get().content().length() == words.lengthChars(document)) {
                enter(document, node.get(), words.distinctWords(document), view);
            } else {
                terms.remove(document);
            }
        }
    }

    private void put(Node node, StoreView view) {
        missing.remove(node.address());
        var known = documents.get(node.address());
        if (known != null) {
            boolean same = node(known).content().equals(node.content());
            nodes[known] = node;
            if (same) {
                noteLinks(known, node);
                return;
            }
            remove(node.address());
        }
        enter(terms.add(analysis.words(node.content())), node, countDistinctWords(node.content()), view);
        unsaved++;
    }

    private void enter(int document, Node node, int distinct, StoreView view) {
        ensureCapacity(document);
        nodes[document] = node;
        distinctWords[document] = Math.max(1, distinct);
        documents.put(node.address(), document);
        insertInOrder(document, node.address());
        var links = view.linksTo(node.address());
        if (!links.isEmpty()) {
            backlinks.put(node.address(), links);
        }
        noteLinks(document, node);
    }

    private void noteLinks(int document, Node node) {
        linked.set(document, !node.meta().links().isEmpty() || backlinks.containsKey(node.address()));
    }

    private void remove(Address address) {
        missing.remove(address);
        backlinks.remove(address);
        var document = documents.remove(address);
        if (document != null) {
            removals++;
            unsaved++;
            int place = place(address);
            System.arraycopy(order, place + 1, order, place, size - place - 1);
            size--;
            terms.remove(document);
            nodes[document] = null;
        }
    }

    /// A node's own links changed what points at its targets.
    private void refreshBacklinks(Node node, StoreView view) {
        for (var link : node.meta().links()) {
            var links = view.linksTo(link.target());
            var merged = new ArrayList<>(links);
            var own = new ReverseLink(node.address(), link.relation());
            if (!merged.contains(own)) {
                merged.add(own);
            }
            backlinks.put(link.target(), List.copyOf(merged));
            int target = document(link.target());
            if (target >= 0) {
                linked.set(target);
            }
        }
    }

    private void insertInOrder(int document, Address address) {
        if (size == order.length) {
            order = Arrays.copyOf(order, 2 * size);
        }
        int place = size > 0 && node(order[size - 1]).address().compareTo(address) < 0 ? size : -place(address) - 1;
        System.arraycopy(order, place, order, place + 1, size - place);
        order[place] = document;
        size++;
    }

    private int place(Address address) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int comparison = node(order[middle]).address().compareTo(address);
            if (comparison == 0) {
                return middle;
            }
            if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private void ensureCapacity(int document) {
        if (document >= nodes.length) {
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
