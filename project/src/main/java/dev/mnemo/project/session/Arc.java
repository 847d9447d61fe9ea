package dev.mnemo.project.session;

import dev.mnemo.kernel.json.Json;
import dev.mnemo.project.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// A piece of work that spans sessions, as one node says it. The text is the truth about goal, trajectory and next
/// step; the meta of the node is the truth about the rest.
///
/// @param name what it is called
/// @param status whether it goes on
/// @param sessions how many sessions have worked on it
/// @param lastSession the session that worked on it last, or an empty text
/// @param goal what it is for
/// @param trajectory what happened, oldest first
/// @param next the next step; empty if there is none
/// @param nextWhenResumed the next step before it was paused; empty if it is not paused
/// @param domains the domains it touches
/// @param keywords the words by which it is recognised
public record Arc(
        String name,
        Status status,
        int sessions,
        String lastSession,
        String goal,
        List<String> trajectory,
        String next,
        String nextWhenResumed,
        List<String> domains,
        List<String> keywords) {
    /// Entries of a trajectory; the oldest are dropped, the provenance of the node still has them.
    public static final int TRAJECTORY_MAX = 30;

    /// Words by which an arc is recognised; the first in the alphabet are kept.
    public static final int KEYWORDS_MAX = 200;

    /// The first step of an arc that has none.
    public static final String FIRST_STEP = "begin work";

    private static final String TITLE = "Arc: ";
    private static final String GOAL = "Goal: ";
    private static final String TRAJECTORY = "Trajectory:";
    private static final String NEXT = "Next: ";
    private static final String NO_SESSIONS = "(no sessions yet)";

    /// Whether a piece of work goes on.
    public enum Status {
        /// It goes on.
        ACTIVE,
        /// It waits and can be resumed.
        PAUSED,
        /// It is done.
        COMPLETED;

        /// As files and tools write it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Status of(String text) {
            return switch (text) {
                case "paused" -> PAUSED;
                case "completed" -> COMPLETED;
                default -> ACTIVE;
            };
        }
    }

    public Arc {
        trajectory = List.copyOf(
                trajectory.size() > TRAJECTORY_MAX
                        ? trajectory.subList(trajectory.size() - TRAJECTORY_MAX, trajectory.size())
                        : trajectory);
        domains = List.copyOf(new TreeSet<>(domains));
        keywords = new TreeSet<>(keywords).stream().limit(KEYWORDS_MAX).toList();
    }

    /// A new arc without a history.
    static Arc begin(String name, String goal, List<String> domains) {
        return new Arc(
                name,
                Status.ACTIVE,
                0,
                "",
                goal,
                List.of(),
                FIRST_STEP,
                "",
                domains,
                List.copyOf(ArcWords.of(name + " " + goal)));
    }

    /// Reads an arc from its node; empty if the node is none. Also knows paused and completed arcs of stores whose
    /// writer lost their name in the meta.
    static Optional<Arc> of(Node node) {
        var meta = node.meta().json();
        var lines = node.content().lines().toList();
        boolean titled = !lines.isEmpty() && lines.getFirst().startsWith(TITLE);
        if (!meta.isTrue("arc") && !(meta.has("arc_status") && titled)) {
            return Optional.empty();
        }
        var title = titled ? lines.getFirst().substring(TITLE.length()) : node.content();
        int bracket = title.lastIndexOf(" (");
        return Optional.of(new Arc(
                meta.string("arc_name", bracket > 0 ? title.substring(0, bracket) : title),
                Status.of(meta.string("arc_status", "active")),
                (int) meta.number("arc_sessions", 0),
                meta.string("arc_last_session", ""),
                after(lines, GOAL),
                trajectory(lines),
                after(lines, NEXT),
                meta.string("arc_next", ""),
                meta.array("arc_domains").strings(),
                meta.array("arc_keywords").strings()));
    }

    private static String after(List<String> lines, String label) {
        return lines.stream()
                .filter(line -> line.startsWith(label))
                .findFirst()
                .map(line -> line.substring(label.length()))
                .orElse("");
    }

    private static List<String> trajectory(List<String> lines) {
        int begin = lines.indexOf(TRAJECTORY);
        if (begin < 0) {
            return List.of();
        }
        return lines.stream()
                .skip(begin + 1L)
                .takeWhile(line -> line.startsWith("  "))
                .map(String::strip)
                .filter(line -> !line.equals(NO_SESSIONS))
                .toList();
    }

    /// Whether work on it may go on.
    boolean isOpen() {
        return status != Status.COMPLETED;
    }

    /// This arc with one more entry in its trajectory, in another status, with another next step.
    Arc advance(Status to, String entry, String nextStep) {
        var longer = new ArrayList<>(trajectory);
        longer.add(entry);
        var resumed = to == Status.PAUSED ? next : "";
        return new Arc(name, to, sessions, lastSession, goal, longer, nextStep, resumed, domains, keywords);
    }

    /// This arc after a session worked on it; the same session counts once.
    Arc worked(String session) {
        int count = lastSession.equals(session) ? sessions : sessions + 1;
        return new Arc(name, status, count, session, goal, trajectory, next, nextWhenResumed, domains, keywords);
    }

    /// This arc, known by further words and domains.
    Arc known(Collection<String> moreDomains, Collection<String> moreKeywords) {
        var allDomains = new ArrayList<>(domains);
        allDomains.addAll(moreDomains);
        var allKeywords = new ArrayList<>(keywords);
        allKeywords.addAll(moreKeywords);
        return new Arc(
                name,
                status,
                sessions,
                lastSession,
                goal,
                trajectory,
                next,
                nextWhenResumed,
                List.copyOf(new TreeSet<>(allDomains)),
                List.copyOf(new TreeSet<>(allKeywords)));
    }

    /// How much a session looks like work on this arc: 0.7 of the common words, 0.3 of the common domains.
    double overlap(Collection<String> otherDomains, Collection<String> otherKeywords) {
        return 0.7 * ArcWords.jaccard(keywords, otherKeywords) + 0.3 * ArcWords.jaccard(domains, otherDomains);
    }

    /// What the node says.
    String content() {
        var text = new StringBuilder(TITLE + name + " (" + sessions + (sessions == 1 ? " session" : " sessions") + ", "
                + status.text() + ")\n\n" + GOAL + goal + "\n\n" + TRAJECTORY + "\n");
        if (trajectory.isEmpty()) {
            text.append("  ").append(NO_SESSIONS).append('\n');
        }
        trajectory.forEach(entry -> text.append("  ").append(entry).append('\n'));
        if (!next.isEmpty()) {
            text.append('\n').append(NEXT).append(next);
        }
        return text.toString().stripTrailing();
    }

    /// What the node's meta says about it, in full: every version of an arc keeps its identity.
    Json.Obj meta() {
        var meta = Json.Obj.EMPTY
                .with("domain", isOpen() ? "tasks" : "history")
                .with("confidence", 0.9)
                .with("source", "conscious")
                .with("arc", true)
                .with("arc_name", name)
                .with("arc_status", status.text())
                .with("arc_sessions", sessions)
                .with("arc_domains", Json.strings(domains))
                .with("arc_keywords", Json.strings(keywords))
                .with("priority", isOpen() ? 0.5 : 0.0);
        meta = lastSession.isEmpty() ? meta : meta.with("arc_last_session", lastSession);
        return nextWhenResumed.isEmpty() ? meta : meta.with("arc_next", nextWhenResumed);
    }
}
