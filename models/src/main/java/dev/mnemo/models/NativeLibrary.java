package dev.mnemo.models;

import dev.mnemo.kernel.unpack.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// ONNX Runtime's native code for this machine. Left alone, ONNX Runtime unpacks its 28 MB anew in every process.
final class NativeLibrary {
    /// The version on the class path; part of the name of everything that is kept for later processes.
    static final String VERSION = "1.29.0";

    /// Where ONNX Runtime looks for a folder of unpacked libraries.
    private static final String FOLDER_PROPERTY = "onnxruntime.native.path";

    private static final Map<String, String> SYSTEMS = Map.of("linux", "linux", "mac", "osx", "windows", "win");
    private static final Map<String, String> PROCESSORS =
            Map.of("amd64", "x64", "x86_64", "x64", "aarch64", "aarch64", "arm64", "aarch64");

    private NativeLibrary() {}

    /// System and processor in ONNX Runtime's words, such as `linux-x64`.
    static String platform() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).split(" ")[0];
        var processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return SYSTEMS.getOrDefault(system, system) + "-" + PROCESSORS.getOrDefault(processor, processor);
    }

    /// Whether the class path holds the library for this machine.
    static boolean isPresent() {
        return resource("onnxruntime").isPresent();
    }

    /// Lets ONNX Runtime load its library from the cache, unless somebody chose a folder before.
    static void unpack(Path cache) {
        if (System.getProperty(FOLDER_PROPERTY) != null) {
            return;
        }
        var folder = cache.resolve("onnxruntime-" + VERSION + "-" + platform());
        CacheFolder.ensure(folder, NativeLibrary::copyTo)
                .ifPresent(filled -> System.setProperty(FOLDER_PROPERTY, filled.toString()));
    }

    private static void copyTo(Path folder) throws IOException {
        for (var library : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
            var resource = resource(library).orElseThrow(() -> new IOException("no " + library + " on the class path"));
            try (var in = NativeLibrary.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IOException(resource + " cannot be read");
                }
                Files.copy(in, folder.resolve(resource.substring(resource.lastIndexOf('/') + 1)));
            }
        }
    }

    private static Optional<String> resource(String library) {
        var file = System.mapLibraryName(library);
        var resource = "/ai/onnxruntime/native/" + platform() + "/" + file;
        return NativeLibrary.class.getResource(resource) == null ? Optional.empty() : Optional.of(resource);
    }
}
