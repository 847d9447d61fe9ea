package dev.mnemo.user;

import dev.mnemo.user.file.FolderStore;
import dev.mnemo.user.file.NewFile;
import dev.mnemo.user.file.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// A process that ends, without any clean-up, at the worst moment of an upload or of a removal.
final class KilledUpload {
    static final String USER = "killed";
    static final int KILLED = 137;

    private KilledUpload() {}

    /// Ends the process after an object was put, or before one is removed.
    private record Killing(ObjectStore objects, String when) implements ObjectStore {
        @Override
        public void put(String key, Path file) {
            objects.put(key, file);
            if (when.equals("put")) {
                Runtime.getRuntime().halt(KILLED);
            }
        }

        @Override
        public Optional<InputStream> open(String key) {
            return objects.open(key);
        }

        @Override
        public boolean exists(String key) {
            return objects.exists(key);
        }

        @Override
        public boolean delete(String key) {
            Runtime.getRuntime().halt(KILLED);
            return false;
        }

        @Override
        public void each(String prefix, Consumer<Stored> consumer) {
            objects.each(prefix, consumer);
        }

        @Override
        public void close() {
            objects.close();
        }
    }

    /// @param arguments the address of the database; the folder of objects; when to end
    public static void main(String[] arguments) throws InterruptedException {
        var folder = new FolderStore(Path.of(arguments[1]), UUID::randomUUID);
        var memory = NeuroMemory.builder(arguments[0], InstantSource.system(), new SecureRandom())
                .storage(new Killing(folder, arguments[2]))
                .open();
        var file = memory.files()
                .upload(
                        USER,
                        NewFile.of("a.txt"),
                        new ByteArrayInputStream("text".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        memory.awaitIdle(USER, Duration.ofMinutes(2));
        memory.files().delete(USER, file.id());
        Thread.currentThread().join();
    }
}
