package dev.mnemo.bench;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.Embedder.Purpose;
import dev.mnemo.models.LocalModel;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/// Writes a file of vectors that a real model made of real sentences: all that the files of a folder hold, then parts
/// of them until there are enough, in random order. Format: number of vectors, dimensions (32 bits each), then the
/// components (32-bit floats), all big-endian.
///
/// Arguments: the folder of texts, the number of vectors, the file to write, the model (else all-minilm-l6-v2).
final class RealVectors {
    private static final Pattern BETWEEN_SENTENCES = Pattern.compile("[\\t\\r\\n\"<>{}|]+|(?<=[.?!]) +");
    private static final int SENTENCE_CHARS_MIN = 20;
    private static final int SENTENCE_CHARS_MAX = 200;
    private static final int PART_WORDS_MIN = 4;
    private static final int BATCH = 64;

    private RealVectors() {}

    static void main(String[] args) throws IOException {
        int count = Integer.parseInt(args[1]);
        var texts = texts(Path.of(args[0]), count);
        var model = args.length > 3 ? args[3] : "all-minilm-l6-v2";
        try (var embedder = open(model);
                var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[2]))))) {
            out.writeInt(texts.size());
            out.writeInt(embedder.dimensions());
            for (int first = 0; first < texts.size(); first += BATCH) {
                var batch = texts.subList(first, Math.min(first + BATCH, texts.size()));
                for (var vector : embedder.embed(batch, Purpose.PASSAGE)) {
                    for (float component : vector) {
                        out.writeFloat(component);
                    }
                }
            }
        }
    }

    private static List<String> texts(Path folder, int count) throws IOException {
        Set<String> sentences = new LinkedHashSet<>();
        try (var files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> addSentences(file, sentences));
        }
        System.out.printf("%,d sentences%n", sentences.size());
        var whole = List.copyOf(sentences);
        var random = new Random(5);
        for (int tries = 0; sentences.size() < count && tries < 20 * count; tries++) {
            var words = whole.get(random.nextInt(whole.size())).split(" ");
            if (words.length > PART_WORDS_MIN) {
                int from = random.nextInt(words.length - PART_WORDS_MIN);
                int to = random.nextInt(from + PART_WORDS_MIN, words.length + 1);
                sentences.add(String.join(" ", List.of(words).subList(from, to)));
            }
        }
        var texts = new ArrayList<>(sentences);
        Collections.shuffle(texts, random);
        return texts.subList(0, Math.min(count, texts.size()));
    }

    private static void addSentences(Path file, Set<String> sentences) {
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
            var text = decoder.decode(java.nio.ByteBuffer.wrap(Files.readAllBytes(file)));
            for (var sentence : BETWEEN_SENTENCES.split(text)) {
                var stripped = sentence.strip();
                if (stripped.length() >= SENTENCE_CHARS_MIN && stripped.length() <= SENTENCE_CHARS_MAX) {
                    sentences.add(stripped);
                }
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static Embedder open(String model) throws IOException {
        return switch (LocalModel.find(model, Files.createTempDirectory("real-vectors"))) {
            case LocalModel.Present(var embedder) -> embedder;
            case LocalModel.Absent(var sentence) -> throw new IllegalStateException(sentence);
        };
    }

    /// Reads such a file.
    static float[][] read(Path file) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(file)) {
            var bytes = channel.map(java.nio.channels.FileChannel.MapMode.READ_ONLY, 0, channel.size());
            var vectors = new float[bytes.getInt()][bytes.getInt()];
            for (var vector : vectors) {
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = bytes.getFloat();
                }
            }
            return vectors;
        }
    }
}
