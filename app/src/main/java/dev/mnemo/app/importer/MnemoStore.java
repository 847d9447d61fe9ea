package dev.mnemo.app.importer;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/// Another project's store, this program's or the original's. Read as files, so that nothing is made in it: what is
/// active becomes known here under the same texts. Its history stays where it is.
final class MnemoStore implements Source {
    private static final long FILE_BYTES_MAX = 4_000_000;

    private static final Set<String> KINDS = Set.of("leaf", "supersede", "compress");

    private final Path store;

    MnemoStore(Path store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "Mnemo store";
    }

    @Override
    public Target usual() {
        return Target.PROJECT;
    }

    @Override
    public void read(Receiver receiver) throws IOException {
        var active = active();
        var files = new ArrayList<Path>();
        try (var nodes = Files.newDirectoryStream(store.resolve("nodes"), "*.json")) {
            nodes.forEach(files::add);
        }
        files.sort(null);
        for (var file : files) {
            var name = file.getFileName().toString().replace(".json", "");
            if (active.isEmpty() || active.contains(name)) {
                node(file, name, receiver);
            }
        }
    }

    private Set<String> active() throws IOException {
        var list = store.resolve("active.json");
        try {
            return Files.isRegularFile(list) && Json.parse(Files.readAllBytes(list)) instanceof Json.Arr addresses
                    ? new HashSet<>(addresses.strings())
                    : Set.of();
        } catch (JsonFault damaged) {
            throw new IOException("active.json is damaged: " + damaged.getMessage(), damaged);
        }
    }

    private static void node(Path file, String name, Receiver receiver) throws IOException {
        var id = "node " + name;
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > FILE_BYTES_MAX) {
                receiver.bad(id, "Its file is no plain file of at most " + FILE_BYTES_MAX + " bytes.");
                return;
            }
            var node = Json.parseObject(Files.readAllBytes(file));
            var content = node.string("content", "");
            if (content.isBlank()) {
                receiver.bad(id, "It says nothing.");
            } else if (KINDS.contains(node.string("type", ""))) {
                var domain = node.object("meta").string("domain", "");
                receiver.item(Item.of(id, content, domain.isBlank() ? "context" : domain)
                        .at(created(node.number("created", 0))));
            }
        } catch (JsonFault damaged) {
            receiver.bad(id, "Its file is damaged: " + damaged.getMessage());
        }
    }

    private static java.util.Optional<java.time.Instant> created(double seconds) {
        return seconds > 0 && seconds < 1e11
                ? java.util.Optional.of(java.time.Instant.ofEpochMilli((long) (seconds * 1000)))
                : java.util.Optional.empty();
    }
}
