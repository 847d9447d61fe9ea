package dev.mnemo.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs the same searches with hnswlib (Debian's libhnswlib-dev), built here and now with g++.
final class HnswlibPeer {
    private HnswlibPeer() {}

    /// @param program the source, `bench/src/main/cpp/hnswlib.cpp`
    /// @param queries how many of the last vectors are queries
    static void run(Path program, float[][] vectors, int queries) throws IOException {
        var folder = Files.createTempDirectory("hnswlib-peer");
        var data = folder.resolve("vectors");
        var binary = folder.resolve("hnswlib");
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(data)))) {
            out.writeInt(vectors.length);
            out.writeInt(vectors[0].length);
            for (var vector : vectors) {
                for (float component : vector) {
                    out.writeFloat(component);
                }
            }
        }
        execute(List.of("g++", "-O3", "-march=native", "-std=c++17", "-pthread", program + "", "-o", binary + ""));
        execute(List.of(binary + "", data + "", queries + "", "16", "200", "50", "100"));
        for (var file : List.of(data, binary, folder)) {
            Files.deleteIfExists(file);
        }
    }

    private static void execute(List<String> command) throws IOException {
        try {
            int code = new ProcessBuilder(new ArrayList<>(command))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException(command.getFirst() + " ended with " + code);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
