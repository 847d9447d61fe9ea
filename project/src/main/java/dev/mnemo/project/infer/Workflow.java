package dev.mnemo.project.infer;

import dev.mnemo.kernel.event.Event;
import java.util.List;

/// How a session goes: how long it is, which domains follow each other, what it consists of.
final class Workflow {
    private static final int EVENTS_MIN = 2;
    private static final int TRANSITIONS_MIN = 2;

    private Workflow() {}

    static Section of(Log log) {
        var sessions = log.sessions().stream()
                .filter(session -> session.size() >= EVENTS_MIN)
                .toList();
        if (sessions.isEmpty()) {
            return new Section.Builder().build(Layer.WORKFLOW, "No session with two events yet.");
        }
        var transitions = new Tally<Pair>();
        var names = new Tally<String>();
        for (var session : sessions) {
            session.forEach(event -> names.add(event.name()));
            var domains = session.stream()
                    .map(Event::domain)
                    .filter(domain -> !domain.isEmpty())
                    .toList();
            for (int i = 1; i < domains.size(); i++) {
                if (!domains.get(i).equals(domains.get(i - 1))) {
                    transitions.add(new Pair(domains.get(i - 1), domains.get(i)));
                }
            }
        }
        return new Section.Builder()
                .add("Sessions:", averages(sessions))
                .add(
                        "Common domain transitions:",
                        transitions.atLeast(TRANSITIONS_MIN).stream()
                                .map(entry -> Finding.of(
                                        entry.getKey().first() + " -> "
                                                + entry.getKey().second() + "  (" + entry.getValue() + "x)",
                                        entry.getValue()))
                                .toList())
                .add(
                        "Event distribution:",
                        names.atLeast(1).stream()
                                .map(entry -> Finding.of(entry.getKey() + ": " + entry.getValue(), entry.getValue()))
                                .toList())
                .build(Layer.WORKFLOW, "");
    }

    private static List<Finding> averages(List<List<Event>> sessions) {
        double events = sessions.stream().mapToInt(List::size).average().orElse(0);
        double domains = sessions.stream()
                .mapToLong(session -> session.stream()
                        .map(Event::domain)
                        .filter(domain -> !domain.isEmpty())
                        .distinct()
                        .count())
                .average()
                .orElse(0);
        return List.of(
                Finding.of("Sessions analyzed: " + sessions.size(), sessions.size()),
                Finding.of("Avg events/session: %.1f".formatted(events), (int) events),
                Finding.of("Avg domains/session: %.1f".formatted(domains), (int) domains));
    }
}
