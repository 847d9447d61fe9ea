package dev.mnemo.project.claim;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Node;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.StoreView;
import dev.mnemo.project.node.Stores;
import dev.mnemo.project.session.Session;
import dev.mnemo.project.session.SessionStore;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/// A project with empty stores and a clock that tests turn.
public final class Bench implements AutoCloseable {
    public final NodeStore project;
    public final NodeStore global;
    public final SessionStore sessionStore;
    public final NodeStore drafts;
    public final NodeStore other;
    public final Session session = new Session("s_00000001");
    public final List<Event> events = new ArrayList<>();
    public final Stores stores;
    public final ProjectRoot root;
    public final Claims claims;
    public double now = 1_767_225_600;

    public Bench(Path directory) {
        this(directory, directory.resolve(".mnemo"));
    }

    public Bench(Path directory, Path store) {
        project = NodeStore.open(store);
        global = NodeStore.open(directory.resolve("home/global"));
        sessionStore = new SessionStore(project, session, clock());
        drafts = sessionStore.store();
        other = NodeStore.open(directory.resolve("other/.mnemo"));
        stores = new Stores(project, global, sessionStore::store, sessionStore::existing, name -> {
            if (!name.equals("other")) {
                throw new Refusal("Unknown project '" + name + "'.");
            }
            return other;
        });
        root = new ProjectRoot(directory);
        claims = new Claims(new Desk(stores, root, session, sessionStore, events::add, clock(), new Random(42)));
    }

    public InstantSource clock() {
        return () -> Instant.ofEpochMilli((long) (now * 1_000));
    }

    public String claim(String content, String domain) {
        return claims.claim(ClaimRequest.of(NewClaim.of(content, domain)))
                .stored()
                .getFirst()
                .address();
    }

    public Node node(String address) {
        return node(project, address);
    }

    public static Node node(NodeStore store, String address) {
        return store.read(view -> view.node(address(address)).orElseThrow());
    }

    public boolean isActive(String address) {
        return project.read(view -> view.isActive(address(address)));
    }

    public static int number(NodeStore store, ToIntFunction<StoreView> reader) {
        return store.read(reader::applyAsInt);
    }

    public int number(ToIntFunction<StoreView> reader) {
        return number(project, reader);
    }

    public List<String> members(String chain) {
        return project.read(view -> view.chains().get(chain).array("members").strings());
    }

    public static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    @Override
    public void close() {
        project.close();
        global.close();
        sessionStore.close();
        other.close();
    }
}
