package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/// What the files beside the nodes looked like at one moment: enough to notice that somebody replaced them.
///
/// @param active time and size of `active.json`
/// @param chains time and size of `chains.json`
/// @param roots time and size of `roots.json`
/// @param nodesNanos when an entry of the folder of nodes last changed, nanoseconds since the epoch
record FolderStamp(Seen active, Seen chains, Seen roots, long nodesNanos) {
    /// Of a folder that nobody looked at.
    static final FolderStamp NEVER = new FolderStamp(Seen.ABSENT, Seen.ABSENT, Seen.ABSENT, Long.MIN_VALUE);

    /// A file as the file system describes it.
    ///
    /// @param nanos when it was last changed, nanoseconds since the epoch
    /// @param size its bytes; -1 if it is not there
    record Seen(long nanos, long size) {
        static final Seen ABSENT = new Seen(0, -1);

        @Override
        public boolean equals(Object other) {
            return other instanceof Seen seen && seen.nanos == nanos && seen.size == size;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(31 * nanos + size);
        }

        static Seen of(Path file) throws IOException {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return new Seen(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS), attributes.size());
            } catch (NoSuchFileException _) {
                return ABSENT;
            }
        }

        Json toJson() {
            return Json.array(java.util.List.of(Json.of(nanos), Json.of(size)));
        }

        static Seen ofJson(Json.Arr json) {
            return json.items().size() == 2
                            && json.items().get(0) instanceof Json.Num nanos
                            && json.items().get(1) instanceof Json.Num size
                    ? new Seen(Long.parseLong(nanos.lexeme()), size.longValue())
                    : ABSENT;
        }
    }

    static FolderStamp of(Path directory) throws IOException {
        return new FolderStamp(
                Seen.of(directory.resolve("active.json")),
                Seen.of(directory.resolve("chains.json")),
                Seen.of(directory.resolve("roots.json")),
                Seen.of(directory.resolve("nodes")).nanos());
    }

    /// Whether the files are the same, whatever happened to the folder of nodes.
    boolean hasSameFiles(FolderStamp other) {
        return active.equals(other.active) && chains.equals(other.chains) && roots.equals(other.roots);
    }

    Json.Obj toJson() {
        return Json.Obj.EMPTY
                .with("active", active.toJson())
                .with("chains", chains.toJson())
                .with("roots", roots.toJson())
                .with("nodes", nodesNanos);
    }

    static FolderStamp ofJson(Json.Obj json) {
        return new FolderStamp(
                Seen.ofJson(json.array("active")),
                Seen.ofJson(json.array("chains")),
                Seen.ofJson(json.array("roots")),
                json.get("nodes")
                        .map(nodes -> nodes instanceof Json.Num number ? Long.parseLong(number.lexeme()) : 0L)
                        .orElse(0L));
    }
}
