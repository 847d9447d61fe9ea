package dev.mnemo.project.node;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;

/// Nodes in ascending order of address, in two parallel arrays: iteration needs no sorting and no copy, a
/// lookup is a binary search over plain longs, and a copy of the table is two array copies. An insertion moves
/// the tail, which costs microseconds at 100,000 nodes.
final class NodeTable {
    private static final int ROOM_MIN = 16;

    private long[] keys;
    private Node[] nodes;
    private int size;

    NodeTable() {
        this(new long[ROOM_MIN], new Node[ROOM_MIN], 0);
    }

    private NodeTable(long[] keys, Node[] nodes, int size) {
        this.keys = keys;
        this.nodes = nodes;
        this.size = size;
    }

    NodeTable copy() {
        return new NodeTable(keys.clone(), nodes.clone(), size);
    }

    int size() {
        return size;
    }

    Optional<Node> get(Address address) {
        int place = Arrays.binarySearch(keys, 0, size, address.bits());
        return place < 0 ? Optional.empty() : Optional.of(nodes[place]);
    }

    boolean has(Address address) {
        return Arrays.binarySearch(keys, 0, size, address.bits()) >= 0;
    }

    void put(Node node) {
        long key = node.address().bits();
        if (size == 0 || keys[size - 1] < key) {
            insert(size, key, node);
            return;
        }
        int place = Arrays.binarySearch(keys, 0, size, key);
        if (place >= 0) {
            nodes[place] = node;
        } else {
            insert(-place - 1, key, node);
        }
    }

    private void insert(int place, long key, Node node) {
        if (size == keys.length) {
            int room = Math.max(ROOM_MIN, size + (size >> 1));
            keys = Arrays.copyOf(keys, room);
            nodes = Arrays.copyOf(nodes, room);
        }
        System.arraycopy(keys, place, keys, place + 1, size - place);
        System.arraycopy(nodes, place, nodes, place + 1, size - place);
        keys[place] = key;
        nodes[place] = node;
        size++;
    }

    void remove(Address address) {
        int place = Arrays.binarySearch(keys, 0, size, address.bits());
        if (place >= 0) {
            System.arraycopy(keys, place + 1, keys, place, size - place - 1);
            System.arraycopy(nodes, place + 1, nodes, place, size - place - 1);
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
        return List.of(Arrays.copyOfRange(nodes, from, to));
    }

    private final class View extends AbstractList<Node> implements RandomAccess {
        @Override
        public Node get(int index) {
            if (index >= size) {
                throw new IndexOutOfBoundsException(index);
            }
            return nodes[index];
        }

        @Override
        public int size() {
            return size;
        }
    }
}
