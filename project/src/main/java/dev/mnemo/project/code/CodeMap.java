package dev.mnemo.project.code;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.event.Progress;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.llm.LanguageModel;
import dev.mnemo.project.anchor.Anchored;
import dev.mnemo.project.anchor.Anchors;
import dev.mnemo.project.code.Source.Content;
import dev.mnemo.project.node.NodeStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Makes every part of the code known: scans, then claims each part that no other node speaks of, by its signature or,
/// if a language model is configured, in the model's words. Mapping again changes only what the code changed.
public final class CodeMap {
    /// Files mapped at once; the rest is left for a map of another folder, and the report says so.
    public static final int FILES_MAX = 2_000;

    /// Parts claimed of one file.
    public static final int SECTIONS_PER_FILE_MAX = 60;

    private static final String SOURCE = "map";
    private static final double CONFIDENCE = 0.5;

    private final Scan scan;
    private final NodeStore store;
    private final Anchors anchors;
    private final SourceOutline outline;
    private final Optional<LanguageModel> model;
    private final EventLog events;
    private final InstantSource clock;

    /// @param scan learns what is documented
    /// @param model puts parts into words; empty means signatures only
    public CodeMap(
            Scan scan,
            NodeStore store,
            Anchors anchors,
            SourceOutline outline,
            Optional<LanguageModel> model,
            EventLog events,
            InstantSource clock) {
        this.scan = scan;
        this.store = store;
        this.anchors = anchors;
        this.outline = outline;
        this.model = model;
        this.events = events;
        this.clock = clock;
    }

    private record Mapped(Source source, Sections sections, List<String> lines) {}

    /// What was decided about the parts of one file.
    ///
    /// @param known parts that other nodes speak of
    /// @param leftOut parts beyond the limit
    /// @param worded parts in a model's words
    private record Plan(String path, List<Finding> findings, int known, int leftOut, int worded) {}

    /// Maps a folder or file.
    ///
    /// @throws dev.mnemo.kernel.fault.Refusal if the path is not there or outside the project, or a scan is running
    public MapReport run(ScanRequest request, Progress progress) {
        var half = new Progress() {
            @Override
            public void at(long done, long total, String what) {
                progress.at(done, 2 * total, what);
            }

            @Override
            public boolean isCancelled() {
                return progress.isCancelled();
            }
        };
        var scanned = scan.run(request, half);
        var listing = scan.sources(scan.target(request.path()), request);
        var sources = listing.files().stream().limit(FILES_MAX).map(Source::of).toList();
        var wording = model.map(Wording::new);
        var tally = new Tally();
        tally.redacted.addAll(scanned.redacted());
        try (var workers = new Workers()) {
            for (int from = 0; from < sources.size() && !progress.isCancelled(); from += ScanRun.FILES_PER_WRITE) {
                int to = Math.min(from + ScanRun.FILES_PER_WRITE, sources.size());
                var plans = workers.map(sources.subList(from, to), this::look).stream()
                        .filter(file -> !file.sections().all().isEmpty())
                        .map(file -> plan(file, wording, tally))
                        .toList();
                settle(plans, tally);
                progress.at(
                        sources.size() + to,
                        2L * sources.size(),
                        sources.get(to - 1).path());
            }
        }
        var report = tally.report(
                scanned,
                Math.max(0, listing.files().size() - FILES_MAX),
                wording.map(asked -> said(asked, tally)).orElse(""));
        events.emit(Event.of(
                Event.Layer.CONSCIOUS,
                "map",
                "Mapped " + scanned.path() + ": " + report.nodesCreated() + " nodes for " + report.sections()
                        + " parts"));
        return report;
    }

    private static String said(Wording wording, Tally tally) {
        return wording.lastFailure().isEmpty()
                ? "worded " + tally.worded + " parts"
                : "failed: " + wording.lastFailure();
    }

    private Mapped look(Source source) {
        if (source.read() instanceof Content.Text text && !source.isReadme()) {
            var sections = Sections.of(outline.outline(source.path(), text.text()));
            return new Mapped(source, sections, text.lines());
        }
        return new Mapped(source, new Sections(List.of()), List.of());
    }

    private Plan plan(Mapped file, Optional<Wording> wording, Tally tally) {
        var path = file.source().path();
        var passages = anchors.counts(List.of(path)).getFirst() == 0 ? List.<Anchored>of() : anchors.forFile(path);
        var known = file.sections().known(passages, passage -> !passage.isStale() && !isMapped(passage));
        var mapped = file.sections().known(passages, passage -> !passage.isStale() && isMapped(passage));
        var open = file.sections().all().stream()
                .filter(part -> !known.containsKey(part))
                .toList();
        var shown = open.subList(0, Math.min(open.size(), SECTIONS_PER_FILE_MAX));
        var unworded = shown.stream().filter(part -> !mapped.containsKey(part)).toList();
        var words = words(file, unworded, wording, tally);
        var findings = new ArrayList<Finding>();
        int worded = 0;
        for (var part : shown) {
            var own = Optional.ofNullable(mapped.get(part));
            var said = Optional.ofNullable(words.get(part));
            worded += said.isPresent() ? 1 : 0;
            if (said.isEmpty() || said.get().worthStoring()) {
                findings.add(finding(file, part, own, said, tally));
            }
        }
        return new Plan(path, findings, known.size(), open.size() - shown.size(), worded);
    }

    private static boolean isMapped(Anchored passage) {
        return passage.node().meta().source().equals(SOURCE);
    }

    private static Map<Declaration, Wording.Words> words(
            Mapped file, List<Declaration> parts, Optional<Wording> wording, Tally tally) {
        if (wording.isEmpty() || parts.isEmpty()) {
            return Map.of();
        }
        if (!wording.get().isWilling()) {
            tally.notWorded++;
            return Map.of();
        }
        var words = new HashMap<Declaration, Wording.Words>();
        var answers = wording.get().about(file.source().path(), parts, file.lines());
        answers.forEach((place, said) -> words.put(parts.get(place), said));
        tally.notWorded += answers.isEmpty() ? 1 : 0;
        return words;
    }

    private static Finding finding(
            Mapped file, Declaration part, Optional<Anchored> own, Optional<Wording.Words> said, Tally tally) {
        var path = file.source().path();
        var words = said.map(Wording.Words::text).orElse(part.isDocumented() ? part.doc() : part.signature());
        var confidence = said.map(Wording.Words::confidence).orElse(CONFIDENCE);
        var made = Findings.worded(path, file.lines(), part, words, confidence);
        tally.redacted.addAll(made.redacted());
        var finding = made.findings().getFirst();
        var domain =
                said.map(Wording.Words::domain).filter(name -> !name.isEmpty()).orElse(finding.domain());
        var text = own.filter(_ -> said.isEmpty())
                .map(passage -> passage.node().content())
                .filter(content -> Finding.sectionOf(content, path).equals(finding.section()))
                .orElse(finding.text());
        var extra = Json.Obj.EMPTY.with("mapped_file", path).with("mapped_line", part.line());
        return new Finding(finding.section(), text, domain, confidence, finding.anchor(), extra);
    }

    private void settle(List<Plan> plans, Tally tally) {
        double now = clock.millis() / 1e3;
        tally.settled(store.write(change -> {
            var reconciliation = new Reconciliation(change, SOURCE, now);
            plans.forEach(plan -> reconciliation.apply(plan.path(), plan.path(), List.of(), plan.findings()));
            return reconciliation;
        }));
        plans.forEach(tally::add);
    }

    /// The counts of one map while it runs.
    private static final class Tally {
        private final TreeSet<String> redacted = new TreeSet<>();
        private int files;
        private int sections;
        private int known;
        private int created;
        private int updated;
        private int kept;
        private int withdrawn;
        private int leftOut;
        private int worded;
        private int notWorded;

        void add(Plan plan) {
            files++;
            sections += plan.known() + plan.findings().size() + plan.leftOut();
            known += plan.known();
            leftOut += plan.leftOut();
            worded += plan.worded();
        }

        void settled(Reconciliation done) {
            created += done.created();
            updated += done.updated();
            kept += done.kept();
            withdrawn += done.withdrawn();
        }

        MapReport report(ScanReport scan, int notReached, String wording) {
            return new MapReport(
                    scan,
                    files,
                    sections,
                    known,
                    created,
                    updated,
                    kept,
                    withdrawn,
                    leftOut,
                    worded,
                    notReached,
                    notWorded,
                    wording,
                    List.copyOf(redacted));
        }
    }
}
