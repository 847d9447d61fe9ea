package dev.mnemo.project.code;

import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.anchor.Anchor;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.NodeType;
import dev.mnemo.project.recall.Retrieval;
import dev.mnemo.project.session.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/// A small shop with a memory: files, claims about them, and the tools over both.
final class CodeFixture implements AutoCloseable {
    static final String AUTH = """
            \"""auth.py - session tokens and login flow for the shop.\"""

            import hashlib
            import jwt


            class TokenStore:
                \"""Keeps refresh tokens in memory with a sliding expiry.\"""

                def __init__(self, ttl=900):
                    self.ttl = ttl
                    self.items = {}

                def put(self, user, token):
                    self.items[user] = token


            def login(user, password, store=None):
                \"""Check the password hash and hand out a signed token.\"""
                digest = hashlib.sha256(password.encode()).hexdigest()
                return digest[:8]
            """;
    static final String PASSAGE =
            "class TokenStore:\n    \"\"\"Keeps refresh tokens in memory with a sliding expiry.\"\"\"";

    final Path folder;
    final NodeStore store;
    final ProjectRoot root;
    final Anchors anchors;
    final Session session = new Session("s_00000001");
    final Retrieval retrieval;
    final InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000L));

    CodeFixture(Path folder) {
        this.folder = folder;
        this.store = NodeStore.open(folder.resolve(".mnemo"));
        this.root = new ProjectRoot(folder);
        this.anchors = new Anchors(store, root, clock);
        this.retrieval = new SharedWords(store);
    }

    FileReading reading() {
        return new FileReading(
                root, new Knowledge(retrieval, anchors), session, EventLog.NONE, SourceOutline.COMMENTS_ONLY);
    }

    FileEditing editing() {
        return new FileEditing(
                root, new FileEditing.Memory(store, anchors, session, EventLog.NONE), clock, new Random(7));
    }

    FileListing listing() {
        return new FileListing(root, anchors, EventLog.NONE);
    }

    CodeSearch search(Duration timeMax) {
        return new CodeSearch(root, new Knowledge(retrieval, anchors), EventLog.NONE, timeMax);
    }

    Exploration exploration() {
        return new Exploration(root, new Knowledge(retrieval, anchors), EventLog.NONE);
    }

    /// `app/auth.py` with three claims.
    void shop() {
        file("app/auth.py", AUTH);
        claim(
                "Refresh endpoint in app/auth.py leaks memory under load because TokenStore never evicts",
                "issues",
                1,
                Anchor.file("app/auth.py"));
        claim("Everything is kept in one dict", "architecture", 0, Anchor.passage("app/auth.py", PASSAGE, "class", 7));
        claim("Auth tokens are signed with RS256, see auth.py:18-20", "architecture", 0);
    }

    Node claim(String content, String domain, double priority, Json.Obj... anchorObjects) {
        var meta = Json.Obj.EMPTY
                .with("domain", domain)
                .with("priority", priority)
                .with("anchors", Json.array(List.of(anchorObjects)));
        var node = Node.of(NodeType.LEAF, content, List.of(), 1_799_000_000, meta);
        return store.write(change -> {
            change.put(node);
            change.activate(node.address());
            return node;
        });
    }

    Path file(String name, String content) {
        return file(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Path file(String name, byte[] bytes) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    List<Node> active() {
        return store.read(view -> List.copyOf(view.activeNodes()));
    }

    @Override
    public void close() {
        store.close();
    }

    /// Ranks by the number of shared words; enough to test what the tools do with an answer.
    private record SharedWords(NodeStore store) implements Retrieval {
        private static final Pattern WORD = Pattern.compile("[a-z]{3,}");

        @Override
        public List<Hit> relevant(String text, int limit) {
            var words = WORD.matcher(text.toLowerCase(Locale.ROOT))
                    .results()
                    .map(match -> match.group())
                    .toList();
            return store.read(view -> view.activeNodes().stream()
                    .map(node -> new Hit(
                            node,
                            words.stream()
                                    .filter(word -> node.content()
                                            .toLowerCase(Locale.ROOT)
                                            .contains(word))
                                    .count(),
                            "shared words"))
                    .filter(hit -> hit.score() > 0)
                    .sorted(Comparator.comparingDouble(hit -> -hit.score()))
                    .limit(limit)
                    .toList());
        }

        @Override
        public List<Hit> search(String query, int limit) {
            return relevant(query, limit);
        }
    }
}
