package dev.mnemo.project;

import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.EventReader;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.claim.Claims;
import dev.mnemo.project.claim.Desk;
import dev.mnemo.project.code.CodeMap;
import dev.mnemo.project.code.CodeSearch;
import dev.mnemo.project.code.CodeTools;
import dev.mnemo.project.code.Coverage;
import dev.mnemo.project.code.Exploration;
import dev.mnemo.project.code.FileEditing;
import dev.mnemo.project.code.FileListing;
import dev.mnemo.project.code.FileReading;
import dev.mnemo.project.code.Knowledge;
import dev.mnemo.project.code.Planning;
import dev.mnemo.project.code.Scan;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.flow.Flows;
import dev.mnemo.project.hook.Hooks;
import dev.mnemo.project.infer.Inference;
import dev.mnemo.project.lookup.Chains;
import dev.mnemo.project.lookup.Lookup;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.node.Stores;
import dev.mnemo.project.recall.LateRetrieval;
import dev.mnemo.project.recall.OtherStores;
import dev.mnemo.project.recall.Rankings;
import dev.mnemo.project.recall.Recall;
import dev.mnemo.project.recall.Retrieval;
import dev.mnemo.project.recall.Search;
import dev.mnemo.project.recall.Sources;
import dev.mnemo.project.session.Arcs;
import dev.mnemo.project.session.Session;
import dev.mnemo.project.session.SessionFile;
import dev.mnemo.project.session.SessionStore;
import dev.mnemo.project.session.Sessions;
import java.nio.file.Path;
import java.util.function.Function;

/// One project that is open: its store, its files, its session and everything that can be done with them.
public final class Project implements AutoCloseable {
    private final Path root;
    private final NodeStore store;
    private final NodeStore global;
    private final Session session;
    private final SessionStore sessionStore;
    private final EventLog events;
    private final Anchors anchors;
    private final CodeTools code;
    private final Scan scan;
    private final CodeMap codeMap;
    private final Coverage coverage;
    private final Claims claims;
    private final Lookup lookup;
    private final Chains chains;
    private final Arcs arcs;
    private final Sessions sessions;
    private final Flows flows;
    private final Inference inference;
    private final Rankings rankings;
    private final Recall recall;
    private final Search search;
    private final Hooks hooks;

    Project(
            ProjectOptions options,
            NodeStore store,
            NodeStore global,
            Function<String, NodeStore> named,
            EventLog events,
            Rankings rankings,
            OtherStores others) {
        this.root = options.root().toAbsolutePath().normalize();
        this.store = store;
        this.global = global;
        this.session = new SessionFile(store.directory(), options.clock(), options.random()).open();
        this.sessionStore = new SessionStore(store, session, options.clock());
        sessionStore.tidy(events);
        this.events = events;
        var files = new ProjectRoot(root);
        var clock = options.clock();
        this.anchors = new Anchors(store, files, clock);
        this.rankings = rankings;
        var retrieval = new LateRetrieval(() -> rankings.of(store));
        this.code = codeTools(options, files, retrieval);
        this.scan = new Scan(store, files, options.outline(), events, clock);
        this.coverage = new Coverage(scan, anchors, options.outline(), events);
        this.codeMap = new CodeMap(scan, store, anchors, options.outline(), options.languageModel(), events, clock);
        var stores = new Stores(store, global, sessionStore::store, sessionStore::existing, named);
        this.claims =
                new Claims(new Desk(stores, files, session, sessionStore, events, options.clock(), options.random()));
        this.lookup = new Lookup(stores, events, clock);
        this.chains = new Chains(stores, anchors, events, clock);
        var logs = new EventReader(store.directory().resolve("logs"));
        this.arcs = new Arcs(store, session, events, clock);
        this.sessions = new Sessions(store, session, sessionStore, arcs, logs, events, clock, options.random());
        this.flows = new Flows(
                store,
                retrieval,
                anchors::nodesFor,
                node -> !anchors.failures(node).isEmpty(),
                claims,
                events,
                clock);
        this.inference = new Inference(logs, store, options.languageModel(), events);
        var limits = new Recall.Limits(options.recallBudgetChars(), options.compressInterval());
        var sources = new Sources(store, global, others, rankings);
        this.recall = new Recall(sources, session, events, clock, limits);
        this.search = new Search(sources, events, clock);
        var sitting = new Hooks.Sitting(store.directory(), session, recall::orientation);
        this.hooks = new Hooks(anchors, retrieval, files, sitting, events);
    }

    private CodeTools codeTools(ProjectOptions options, ProjectRoot files, Retrieval retrieval) {
        var memory = new Knowledge(retrieval, anchors);
        var changes = new FileEditing.Memory(store, anchors, session, events);
        return new CodeTools(
                new FileReading(files, memory, session, events, options.outline()),
                new FileEditing(files, changes, options.clock(), options.random()),
                new FileListing(files, anchors, events),
                new CodeSearch(files, memory, events),
                new Exploration(files, memory, events),
                new Planning(files, memory, events));
    }

    /// The folder of the code base, absolute.
    public Path root() {
        return root;
    }

    /// Its nodes.
    public NodeStore store() {
        return store;
    }

    /// The nodes that hold in every project.
    public NodeStore global() {
        return global;
    }

    /// What was done in this sitting.
    public Session session() {
        return session;
    }

    /// What this sitting noted and nobody confirmed yet.
    public SessionStore sessionStore() {
        return sessionStore;
    }

    /// What comes to mind for a message.
    public Recall recall() {
        return recall;
    }

    /// Search by words.
    public Search search() {
        return search;
    }

    /// Finds the active nodes that matter for a text, for everything that shows nodes beside something else.
    public Retrieval retrieval() {
        return rankings.of(store);
    }

    /// What it says of its own accord while an agent works.
    public Hooks hooks() {
        return hooks;
    }

    /// Where its events go.
    public EventLog events() {
        return events;
    }

    /// The ties between nodes and files.
    public Anchors anchors() {
        return anchors;
    }

    /// Reads, searches and changes the code with what is known about it.
    public CodeTools code() {
        return code;
    }

    /// Learns what source files document about themselves.
    public Scan scan() {
        return scan;
    }

    /// Makes undocumented code known.
    public CodeMap codeMap() {
        return codeMap;
    }

    /// Says which parts of the code are known.
    public Coverage coverage() {
        return coverage;
    }

    /// Everything that changes what is known.
    public Claims claims() {
        return claims;
    }

    /// Questions about what is stored.
    public Lookup lookup() {
        return lookup;
    }

    /// Questions about chains of thought.
    public Chains chains() {
        return chains;
    }

    /// Work that spans sessions.
    public Arcs arcs() {
        return arcs;
    }

    /// The session as such: checkpoints, its end, its rating.
    public Sessions sessions() {
        return sessions;
    }

    /// Pipelines and vectors.
    public Flows flows() {
        return flows;
    }

    /// What the event log tells.
    public Inference inference() {
        return inference;
    }

    /// Ends the sitting. The store belongs to {@link ProjectMemory} and stays open.
    @Override
    public void close() {
        sessionStore.close();
    }
}
