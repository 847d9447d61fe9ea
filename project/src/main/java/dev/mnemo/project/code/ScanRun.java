package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Progress;
import dev.mnemo.project.code.ScanIndex.Entry;
import dev.mnemo.project.code.Source.Content;
import dev.mnemo.project.file.ProjectRoot;
import dev.mnemo.project.node.Address;
import dev.mnemo.project.node.Moment;
import dev.mnemo.project.node.NodeStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// One run of a scan: finds out what changed, reads it on all processors, stores claims in groups.
final class ScanRun {
    /// Files whose claims are stored together.
    static final int FILES_PER_WRITE = 200;

    private final NodeStore store;
    private final ProjectRoot root;
    private final ScanIndex index;
    private final SourceOutline outline;
    private final InstantSource clock;
    private final ScanTally tally = new ScanTally();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> goneByHash = new HashMap<>();

    ScanRun(NodeStore store, ProjectRoot root, ScanIndex index, SourceOutline outline, InstantSource clock) {
        this.store = store;
        this.root = root;
        this.index = index;
        this.outline = outline;
        this.clock = clock;
    }

    /// A file and what was read in it.
    ///
    /// @param findings what it says; empty if that cannot or need not be asked
    private record Visit(Source source, Content content, Optional<Findings> findings, String remark) {}

    /// A file whose claims are brought in line.
    ///
    /// @param before the path it had when it was scanned last
    /// @param known the claims it had
    private record Plan(Source source, String hash, Findings findings, String before, List<Address> known) {}

    /// Reads the files that are new or changed, or all of them if forced, and stores what they say.
    void scan(List<Source> sources, boolean force, Progress progress) {
        sources.forEach(source -> seen.add(source.path()));
        index.entries().forEach((path, entry) -> {
            if (!seen.contains(path) && !isThere(path)) {
                goneByHash.put(entry.hash(), path);
            }
        });
        var open =
                sources.stream().filter(source -> force || !isCurrent(source)).toList();
        tally.unchanged = sources.size() - open.size();
        int done = tally.unchanged;
        int reached = 0;
        try (var workers = new Workers()) {
            while (reached < open.size()
                    && reached < Scan.FILES_MAX
                    && tally.created() < Scan.CLAIMS_MAX
                    && !progress.isCancelled()) {
                progress.at(done + reached, sources.size(), open.get(reached).path());
                int end = Math.min(reached + FILES_PER_WRITE, open.size());
                settle(workers.map(open.subList(reached, end), source -> visit(source, force)));
                reached = end;
            }
        }
        tally.notReached = open.size() - reached;
        progress.at(done + reached, sources.size(), "");
    }

    /// Withdraws the claims of files that are no longer among the sources.
    ///
    /// @param concerned which paths this scan could have met
    void forgetGone(Predicate<String> concerned) {
        var gone = new LinkedHashMap<String, Entry>();
        index.entries().forEach((path, entry) -> {
            if (!seen.contains(path) && concerned.test(path)) {
                gone.put(path, entry);
            }
        });
        if (gone.isEmpty()) {
            return;
        }
        tally.add(store.write(change -> {
            var reconciliation = new Reconciliation(change, "scan", Moment.now(clock));
            var mapped = new Reconciliation(change, "map", Moment.now(clock));
            gone.forEach((path, entry) -> {
                reconciliation.withdrawAll(path, entry.claims());
                mapped.withdrawAll(path, List.of());
            });
            return reconciliation;
        }));
        tally.gone += gone.size();
        gone.keySet().forEach(index::remove);
        index.save();
    }

    ScanReport report(String path) {
        return tally.report(path);
    }

    private boolean isCurrent(Source source) {
        return index.entry(source.path())
                .filter(entry -> entry.isCurrent(source.size(), source.modified()))
                .isPresent();
    }

    private boolean isThere(String path) {
        return Files.exists(root.path().resolve(path), LinkOption.NOFOLLOW_LINKS);
    }

    private Visit visit(Source source, boolean force) {
        var content = source.read();
        if (content instanceof Content.Binary) {
            return new Visit(source, content, Optional.of(Findings.NONE), "");
        }
        if (!(content instanceof Content.Text text) || (!force && isSame(source, text.hash()))) {
            return new Visit(source, content, Optional.empty(), "");
        }
        if (source.isReadme()) {
            return new Visit(source, content, Optional.of(Findings.ofReadme(source.path(), text.text())), "");
        }
        var found = outline.outline(source.path(), text.text());
        return new Visit(source, content, Optional.of(Findings.of(source.path(), found, text.lines())), found.remark());
    }

    /// Whether a file was touched and says what it said.
    private boolean isSame(Source source, String hash) {
        return index.entry(source.path())
                .filter(entry -> entry.hash().equals(hash) && entry.scanner() == ScanIndex.SCANNER)
                .isPresent();
    }

    /// Stores what a group of files says, then notes in the index that it is stored.
    private void settle(List<Visit> visits) {
        var plans = new ArrayList<Plan>();
        for (var visit : visits) {
            count(visit)
                    .ifPresent(hash -> visit.findings()
                            .ifPresentOrElse(
                                    findings -> plans.add(plan(visit.source(), hash, findings)),
                                    () -> touch(visit.source())));
        }
        double now = Moment.now(clock);
        record Settled(Reconciliation counts, List<List<Address>> claims) {}
        var settled = store.write(change -> {
            var reconciliation = new Reconciliation(change, "scan", now);
            plans.stream()
                    .filter(plan -> !plan.before().equals(plan.source().path()))
                    .forEach(plan -> new Reconciliation(change, "map", now).withdrawAll(plan.before(), List.of()));
            return new Settled(
                    reconciliation,
                    plans.stream()
                            .map(plan -> reconciliation.apply(
                                    plan.source().path(),
                                    plan.before(),
                                    plan.known(),
                                    plan.findings().findings()))
                            .toList());
        });
        tally.add(settled.counts());
        for (int i = 0; i < plans.size(); i++) {
            var plan = plans.get(i);
            var source = plan.source();
            var claims = settled.claims().get(i);
            index.put(
                    source.path(),
                    new Entry(plan.hash(), claims, now, source.size(), source.modified(), ScanIndex.SCANNER));
            if (!plan.before().equals(source.path())) {
                index.remove(plan.before());
                tally.moved++;
            }
        }
        visits.forEach(visit -> visit.findings()
                .filter(_ -> visit.content() instanceof Content.Text)
                .ifPresent(found -> tally.read(visit.source().path(), found, visit.remark())));
        index.save();
    }

    /// Counts what a visit met; the hash of the file if it has one.
    private Optional<String> count(Visit visit) {
        return switch (visit.content()) {
            case Content.Text text -> Optional.of(text.hash());
            case Content.Binary(var hash) -> {
                tally.binary++;
                yield Optional.of(hash);
            }
            case Content.TooLarge() -> {
                tally.tooLarge++;
                yield Optional.empty();
            }
            case Content.Unreadable() -> {
                tally.unreadable++;
                yield Optional.empty();
            }
        };
    }

    private Plan plan(Source source, String hash, Findings findings) {
        var entry = index.entry(source.path());
        if (entry.isPresent()) {
            return new Plan(source, hash, findings, source.path(), entry.get().claims());
        }
        var before = Optional.ofNullable(goneByHash.remove(hash));
        return before.map(path -> new Plan(
                        source,
                        hash,
                        findings,
                        path,
                        index.entry(path).orElseThrow().claims()))
                .orElseGet(() -> new Plan(source, hash, findings, source.path(), List.of()));
    }

    /// Notes that a file has another time and the same content.
    private void touch(Source source) {
        var entry = index.entry(source.path()).orElseThrow();
        index.put(
                source.path(),
                new Entry(
                        entry.hash(),
                        entry.claims(),
                        Moment.now(clock),
                        source.size(),
                        source.modified(),
                        ScanIndex.SCANNER));
        tally.unchanged++;
    }
}
