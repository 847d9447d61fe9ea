package dev.mnemo.project.infer;

import dev.mnemo.kernel.event.Event;
import dev.mnemo.kernel.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What is corrected, why and how soon.
final class Corrections {
    private static final int BAR = 20;
    private static final int REASON_CHARS = 80;
    private static final String UNCLASSIFIED = "unclassified";
    private static final Map<String, Pattern> KINDS = kinds();

    private Corrections() {}

    private static Map<String, Pattern> kinds() {
        var kinds = new LinkedHashMap<String, Pattern>();
        kinds.put("user_correction", pattern("clarified|corrected|actually|\\bno[,.]|not that|instead"));
        kinds.put("staleness", pattern("stale|outdated|drifted|no longer|was listing|legacy"));
        kinds.put("recategorization", pattern("recategor|wrong domain|fixing.*domain|\\bwas\\b.*\\bnow\\b"));
        kinds.put(
                "refinement",
                pattern("unifying|expanding|resolving|converted|replacing|replaced|removed reference|confirmed working"
                        + "|removing hedging"));
        kinds.put("decision", pattern("decision|decided|removed.*from|replaces|now uses|now gathers|now active"));
        kinds.put("evolution", pattern("added|implemented|expanded|updated to|evolved|grew"));
        kinds.put("factual_fix", pattern("correcting|fixing|was wrong|actually \\d|missing"));
        return kinds;
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /// The kind of correction that a reason tells of.
    static String kind(String reason) {
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().matcher(reason).find())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(UNCLASSIFIED);
    }

    private record Correction(String old, String now, String reason, String domain, boolean rapid) {}

    static Section of(Log log, Nodes nodes) {
        var claims = new Tally<String>();
        var corrections = new ArrayList<Correction>();
        log.sessions().forEach(session -> read(session, nodes, claims, corrections));
        var kinds = new Tally<String>();
        corrections.forEach(correction -> kinds.add(kind(correction.reason())));
        return new Section.Builder()
                .add(
                        "Correction types:",
                        kinds.atLeast(1).stream()
                                .map(kind -> Finding.of(kind.getKey() + ": " + kind.getValue(), kind.getValue()))
                                .toList())
                .add("Domain stability (higher correction rate = less stable):", stability(claims, corrections))
                .add(
                        "Rapid corrections (claimed and updated same session):",
                        corrections.stream()
                                .filter(Correction::rapid)
                                .map(Corrections::finding)
                                .toList())
                .add("Corrected again and again:", chains(corrections, nodes))
                .add(
                        "User corrections:",
                        corrections.stream()
                                .filter(correction -> kind(correction.reason()).equals("user_correction"))
                                .map(Corrections::finding)
                                .toList())
                .build(Layer.CORRECTIONS, "Nothing has been claimed or corrected yet.");
    }

    private static void read(List<Event> session, Nodes nodes, Tally<String> claims, List<Correction> corrections) {
        var claimed = new HashSet<String>();
        for (var event : session) {
            if (event.name().equals("claim") && !event.addresses().isEmpty()) {
                claimed.addAll(event.addresses());
                claims.add(domain(event, nodes));
            } else if (event.name().equals("update") && event.addresses().size() >= 2) {
                var old = event.addresses().getFirst();
                corrections.add(new Correction(
                        old,
                        event.addresses().get(1),
                        event.detail().string("reason", ""),
                        domain(event, nodes),
                        claimed.contains(old)));
                claimed.add(event.addresses().get(1));
            }
        }
    }

    private static String domain(Event event, Nodes nodes) {
        var known = event.domain().isEmpty() ? nodes.domain(event.addresses().getLast()) : event.domain();
        return known.isEmpty() ? "(none)" : known;
    }

    private static List<Finding> stability(Tally<String> claims, List<Correction> corrections) {
        var updates = new Tally<String>();
        corrections.forEach(correction -> updates.add(correction.domain()));
        var domains = new TreeSet<String>();
        claims.atLeast(1).forEach(entry -> domains.add(entry.getKey()));
        updates.atLeast(1).forEach(entry -> domains.add(entry.getKey()));
        return domains.stream()
                .map(domain -> {
                    int claimed = claims.of(domain);
                    int updated = updates.of(domain);
                    double rate = (double) updated / (claimed + updated);
                    return new Finding(
                            "%-18s %d claims, %d updates (%.0f%%) %s"
                                    .formatted(domain, claimed, updated, rate * 100, "#".repeat((int) (rate * BAR)))
                                    .stripTrailing(),
                            List.of(),
                            updated,
                            rate);
                })
                .sorted(Comparator.comparingDouble(Finding::share).reversed())
                .toList();
    }

    private static Finding finding(Correction correction) {
        return new Finding(
                "[" + Nodes.brief(correction.old()) + "] -> [" + Nodes.brief(correction.now()) + "] ("
                        + kind(correction.reason()) + ") " + Plain.line(correction.reason(), REASON_CHARS),
                List.of(correction.old(), correction.now()),
                1,
                0);
    }

    /// Nodes that were corrected at least twice, counted along the corrections of their corrections.
    private static List<Finding> chains(List<Correction> corrections, Nodes nodes) {
        Map<String, String> origins = new HashMap<>();
        var counts = new Tally<String>();
        Map<String, String> latest = new HashMap<>();
        for (var correction : corrections) {
            var origin = origins.getOrDefault(correction.old(), correction.old());
            origins.put(correction.now(), origin);
            counts.add(origin);
            latest.put(origin, correction.now());
        }
        return counts.atLeast(2).stream()
                .map(entry -> {
                    var now = latest.getOrDefault(entry.getKey(), entry.getKey());
                    return new Finding(
                            entry.getValue() + "x since [" + Nodes.brief(entry.getKey()) + "], now " + nodes.line(now),
                            List.of(entry.getKey(), now),
                            entry.getValue(),
                            0);
                })
                .toList();
    }
}
