package dev.mnemo.project.node;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Nodes in ascending order of address, in two parallel arrays: iteration needs no sorting and no copy, a
/// lookup is a binary search over plain longs, and a copy of the table is two array copies. An insertion moves
/// the tail, which costs microseconds at 100,000 nodes. A node that comes from the snapshot is read when it is first
/// asked for.
final class NodeTable {
    private static final int ROOM_MIN = 16;

    private long[] keys;
    private Slot[] slots;
    private int size;

    /// A node, or where its bytes are. Tables share it, so that a node is read once. Many threads may read it at the
    /// same moment; then each reads the same.
    static final class Slot {
        private final @Nullable IntFunction<Node> source;
        private final int place;
        private @Nullable Node node;

        private Slot(Node node) {
            this.source = null;
            this.place = 0;
            this.node = node;
        }

        /// @param source reads the node at a place
        Slot(IntFunction<Node> source, int place) {
            this.source = source;
            this.place = place;
        }

        private Node node() {
            var known = node;
            if (known == null) {
                known = Objects.requireNonNull(source).apply(place);
                node = known;
            }
            return known;
        }
    }

    NodeTable() {
        this(new long[ROOM_MIN], new Slot[ROOM_MIN], 0);
    }

    private NodeTable(long[] keys, Slot[] slots, int size) {
        this.keys = keys;
        this.slots = slots;
        this.size = size;
    }

    /// A table of nodes that are still to be read.
    ///
    /// @param keys the bits of their addresses, ascending; belong to the table from now on, as do the slots
    static NodeTable of(long[] keys, Slot[] slots) {
        return new NodeTable(keys, slots, keys.length);
    }

    /// The nodes of this table that are in a set.
    NodeTable only(AddressSet wanted) {
        var found = new NodeTable(new long[wanted.size()], new Slot[wanted.size()], 0);
        int place = 0;
        for (int i = 0; i < wanted.size(); i++) {
            long key = wanted.bits(i);
            while (place < size && keys[place] < key) {
                place++;
            }
            if (place < size && keys[place] == key) {
                found.insert(found.size, key, slots[place]);
            }
        }
        return found;
    }

    NodeTable copy() {
        return new NodeTable(keys.clone(), slots.clone(), size);
    }

    int size() {
        return size;
    }

    Optional<Node> get(Address address) {
        int place = Arrays.binarySearch(keys, 0, size, address.bits());
        return place < 0 ? Optional.empty() : Optional.of(slots[place].node());
    }

    boolean has(Address address) {
        return Arrays.binarySearch(keys, 0, size, address.bits()) >= 0;
    }

    void put(Node node) {
        long key = node.address().bits();
        if (size == 0 || keys[size - 1] < key) {
            insert(size, key, new Slot(node));
            return;
        }
        int place = Arrays.binarySearch(keys, 0, size, key);
        if (place >= 0) {
            slots[place] = new Slot(node);
        } else {
            insert(-place - 1, key, new Slot(node));
        }
    }

    private void insert(int place, long key, Slot slot) {
        if (size == keys.length) {
            int room = Math.max(ROOM_MIN, size + (size >> 1));
            keys = Arrays.copyOf(keys, room);
            slots = Arrays.copyOf(slots, room);
        }
        System.arraycopy(keys, place, keys, place + 1, size - place);
        System.arraycopy(slots, place, slots, place + 1, size - place);
        keys[place] = key;
        slots[place] = slot;
        size++;
    }

    void remove(Address address) {
        int place = Arrays.binarySearch(keys, 0, size, address.bits());
        if (place >= 0) {
            System.arraycopy(keys, place + 1, keys, place, size - place - 1);
            System.arraycopy(slots, place + 1, slots, place, size - place - 1);
            size--;
        }
    }

    /// A live view of all nodes.
    List<Node> list() {
        return new View();
    }

    /// The nodes whose address begins with some hexadecimal digits, at most `limit`.
    List<Node> withPrefix(String digits, int limit) {
        int free = 4 * (Address.DIGITS - digits.length());
        long first = digits.isEmpty() ? 0 : Long.parseLong(digits, 16) << free;
        long last = first + (1L << free) - 1;
        int place = Arrays.binarySearch(keys, 0, size, first);
        int from = place < 0 ? -place - 1 : place;
        int to = from;
        while (to < size && to - from < limit && keys[to] <= last) {
            to++;
        }
        return IntStream.range(from, to).mapToObj(at -> slots[at].node()).toList();
    }

    private final class View extends AbstractList<Node> implements RandomAccess {
        @Override
        public Node get(int index) {
            if (index >= size) {
                throw new IndexOutOfBoundsException(index);
            }
            return slots[index].node();
        }

        @Override
        public int size() {
            return size;
        }
    }
}
