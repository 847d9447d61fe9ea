package dev.mnemo.app.backup;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A server's lock in another process: `FILE`. Holds it until it is killed or its input ends.
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ, StandardOpenOption.WRITE);
                var lock = channel.lock(200, 1, false)) {
            System.out.println(lock.isValid() ? "held" : "not held");
            System.in.read();
        }
    }
}
