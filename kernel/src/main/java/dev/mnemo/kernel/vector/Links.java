package dev.mnemo.kernel.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The links of a graph as a search sees them. Lists change under a search, which does no harm: whatever node it reads,
/// it scores it by its own vector, and leaves out those that its snapshot does not know.
///
/// In the lowest layer each node has a record in native memory: the number of links in one byte, then three bytes a
/// link. The few nodes of higher layers have an array: for each layer from 1 the number of links, then the links.
///
/// @param options shape of the graph
/// @param chunks records of the lowest layer, {@link #CHUNK_NODES} to a chunk
/// @param uppers arrays of the higher layers by node
/// @param entry node where searches begin, -1 if there is none yet
/// @param top highest layer of the entry
@SuppressWarnings("ArrayRecordComponent") // never handed out of the package, never compared
record Links(GraphOptions options, MemorySegment[] chunks, int[][] uppers, int entry, int top) {
    static final int CHUNK_NODES = 4_096;
    private static final int LINK_BYTES = 3;
    private static final int LINK_MASK = (1 << (8 * LINK_BYTES)) - 1;
    private static final int[] NONE = {};
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static Links none(GraphOptions options) {
        return new Links(options, new MemorySegment[0], new int[0][], -1, -1);
    }

    /// No higher layers for this many nodes.
    static int[][] noUppers(int nodes) {
        var uppers = new int[nodes][];
        Arrays.fill(uppers, NONE);
        return uppers;
    }

    /// These with room for a node.
    Links withRoom(int node, int layers) {
        var more = chunks;
        if (node / CHUNK_NODES == chunks.length) {
            more = Arrays.copyOf(chunks, chunks.length + 1);
            more[chunks.length] = Arena.ofAuto().allocate(chunkBytes(options));
        }
        var arrays = uppers;
        if (node >= uppers.length) {
            arrays = Arrays.copyOf(uppers, Math.max(CHUNK_NODES, node + (node >> 1)));
            Arrays.fill(arrays, uppers.length, arrays.length, NONE);
        }
        if (layers > 0) {
            arrays[node] = new int[layers * (options.m() + 1)];
        }
        return new Links(options, more, arrays, entry, top);
    }

    Links withEntry(int node, int layers) {
        return new Links(options, chunks, uppers, node, layers);
    }

    static long chunkBytes(GraphOptions options) {
        return (long) CHUNK_NODES * recordBytes(options);
    }

    /// One byte is spare, so that the last link can be read with four.
    private static int recordBytes(GraphOptions options) {
        return 1 + LINK_BYTES * options.room(0) + 1;
    }

    /// Copies the links of a node and says how many there are.
    int read(int node, int layer, int[] into) {
        if (layer > 0) {
            var upper = uppers[node];
            int at = (layer - 1) * (options.m() + 1);
            if (at >= upper.length) {
                return 0; // added to a higher layer in the meantime
            }
            int count = upper[at];
            System.arraycopy(upper, at + 1, into, 0, count);
            return count;
        }
        var chunk = chunks[node / CHUNK_NODES];
        long at = record(node);
        int count =
                Math.min(Byte.toUnsignedInt(chunk.get(ValueLayout.JAVA_BYTE, at)), into.length); // of a damaged file
        for (int i = 0; i < count; i++) {
            into[i] = chunk.get(INT, at + 1 + (long) LINK_BYTES * i) & LINK_MASK;
        }
        return count;
    }

    void write(int node, int layer, int[] links, int count) {
        if (layer > 0) {
            var upper = uppers[node];
            int at = (layer - 1) * (options.m() + 1);
            System.arraycopy(links, 0, upper, at + 1, count);
            upper[at] = count;
            return;
        }
        var chunk = chunks[node / CHUNK_NODES];
        long at = record(node);
        for (int i = 0; i < count; i++) {
            long link = at + 1 + (long) LINK_BYTES * i;
            chunk.set(INT, link, (chunk.get(INT, link) & ~LINK_MASK) | links[i]);
        }
        chunk.set(ValueLayout.JAVA_BYTE, at, (byte) count);
    }

    private long record(int node) {
        return (long) (node % CHUNK_NODES) * recordBytes(options);
    }

    long memoryBytes() {
        long bytes = chunks.length * chunkBytes(options) + 4L * uppers.length;
        for (var upper : uppers) {
            bytes += upper.length == 0 ? 0 : 16 + 4L * upper.length;
        }
        return bytes;
    }
}
