package dev.mnemo.project.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of a store beside its nodes, such as the state of a session. Replaced so that a reader sees the old bytes or
/// the new ones; what a killed process was writing is cleared away when the store is opened next.
public final class SideFile {
    private SideFile() {}

    /// Replaces a file.
    ///
    /// @param store the store's folder; it must be there
    /// @param name the file's name in it
    /// @param durable whether to wait until the bytes are on the disk
    public static void replace(Path store, String name, byte[] bytes, boolean durable) throws IOException {
        var folder = store.resolve(StoreFolder.TEMPORARY);
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
        }
        StoreFolder.replace(Disk.REAL, folder, store.resolve(name), bytes, durable);
    }
}
