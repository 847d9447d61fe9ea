package dev.mnemo.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// What a partitioned index should say, by looking at every vector in the plainest way.
final class Reference {
    /// A vector of an index.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(long id, float[] vector, String partition) {}

    private final Map<Long, Row> rows = new TreeMap<>();

    void append(long id, float[] vector, String partition) {
        rows.put(id, new Row(id, vector, partition));
    }

    boolean remove(long id) {
        return rows.remove(id) != null;
    }

    Map<Long, Row> rows() {
        return rows;
    }

    int size(String partition) {
        return (int) rows.values().stream()
                .filter(row -> row.partition().equals(partition))
                .count();
    }

    List<Neighbour> search(float[] query, String partition, int k, float minimum) {
        return rows.values().stream()
                .filter(row -> row.partition().equals(partition))
                .map(row -> new Neighbour(row.id(), cosine(query, row.vector())))
                .filter(neighbour -> neighbour.similarity() >= minimum)
                .sorted(Comparator.comparingDouble(Neighbour::similarity)
                        .reversed()
                        .thenComparingLong(Neighbour::id))
                .limit(k)
                .toList();
    }

    /// Every neighbour found belongs there, has its true similarity, and is as near as the one that should be there.
    void check(List<Neighbour> found, float[] query, String partition, int k, float error, String when) {
        var expected = search(query, partition, k, -1);
        assertThat(found).as(when).hasSameSizeAs(expected);
        for (int place = 0; place < found.size(); place++) {
            var neighbour = found.get(place);
            var row = rows.get(neighbour.id());
            assertThat(row).as(when).isNotNull();
            assertThat(row.partition()).as(when).isEqualTo(partition);
            assertThat(neighbour.similarity())
                    .as("%s, place %d", when, place)
                    .isCloseTo(cosine(query, row.vector()), within(error))
                    .isCloseTo(expected.get(place).similarity(), within(2 * error));
        }
        assertThat(found.stream().map(Neighbour::id)).as(when).doesNotHaveDuplicates();
    }

    static float[] vector(Random random, int dimensions) {
        var vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }

    /// Vectors in clusters, as those of texts are.
    static float[] clustered(Random random, int dimensions) {
        var vector = vector(new Random(random.nextInt(60)), dimensions);
        for (int i = 0; i < dimensions; i++) {
            vector[i] += 0.7f * (float) random.nextGaussian();
        }
        return vector;
    }

    static float cosine(float[] left, float[] right) {
        double dot = 0;
        double leftSquares = 0;
        double rightSquares = 0;
        for (int i = 0; i < left.length; i++) {
            dot += (double) left[i] * right[i];
            leftSquares += (double) left[i] * left[i];
            rightSquares += (double) right[i] * right[i];
        }
        return (float) (dot / Math.sqrt(leftSquares * rightSquares));
    }
}
