package dev.mnemo.project.recall;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.NodeStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// The stores that the first implementation of the format wrote, and what it answered.
final class Golden {
    static final double NOW = 1_767_225_600;
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond((long) NOW));

    private Golden() {}

    static Json.Obj expected() {
        try {
            return Json.parseObject(Files.readAllBytes(folder().resolve("expected.json")));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    static List<Json.Obj> queries() {
        return expected().array("queries").objects();
    }

    /// Opens a copy of one of the stores, `shop/.mnemo`, `v1` or `global`.
    static NodeStore open(String name, Path directory) {
        try {
            var source = folder().resolve(name);
            try (var files = Files.walk(source)) {
                for (var file : files.toList()) {
                    var target = directory.resolve(source.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(file, target);
                    }
                }
            }
            return NodeStore.open(directory);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static Path folder() {
        try {
            var url = Golden.class.getResource("/golden/expected.json");
            if (url == null) {
                throw new IllegalStateException("golden data is not on the class path");
            }
            return Path.of(url.toURI()).getParent();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
