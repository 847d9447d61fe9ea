package dev.mnemo.cache.policy;

import dev.mnemo.cache.policy.ErrorBudget.Counts;
import dev.mnemo.cache.policy.ErrorBudget.Tally;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// What an {@link ErrorBudget} remembers over a restart, to be kept by the store as one JSON text of at most
/// some hundred kilobytes, and a few bytes for each entry that was ever judged.
///
/// @param labels decisions whose truth is known, oldest first
/// @param traffic decisions of late
/// @param tallies what is known of single entries, the one judged longest ago first
public record BudgetState(List<Label> labels, List<Label> traffic, List<Tally> tallies, Counts counts) {
    private static final int VERSION = 2;
    private static final double DECIMALS = 1e5;

    /// Nothing.
    public static final BudgetState EMPTY = new BudgetState(List.of(), List.of(), List.of(), new Counts(0, 0, 0, 0));

    public BudgetState {
        labels = latest(labels, ErrorBudget.LABELS_MAX);
        traffic = latest(traffic, ErrorBudget.TRAFFIC_MAX);
        tallies = latest(tallies, ErrorBudget.TALLIES_MAX);
    }

    private static <T> List<T> latest(List<T> items, int limit) {
        return List.copyOf(items.subList(Math.max(0, items.size() - limit), items.size()));
    }

    /// As JSON; numbers with five decimals.
    public Json.Obj json() {
        return Json.Obj.EMPTY
                .with("v", VERSION)
                .with("counts", numbers(counts.decisions(), counts.served(), counts.audited(), counts.auditedWrong()))
                .with(
                        "labels",
                        Json.array(labels.stream().map(BudgetState::json).toList()))
                .with(
                        "traffic",
                        Json.array(traffic.stream().map(BudgetState::json).toList()))
                .with(
                        "tallies",
                        Json.array(tallies.stream()
                                .map(tally -> numbers(tally.entry(), tally.right(), tally.wrong()))
                                .toList()));
    }

    private static Json json(Label label) {
        var evidence = label.evidence();
        return Json.array(List.of(
                Json.of(evidence.entry()),
                rounded(evidence.similarity()),
                rounded(evidence.margin()),
                rounded(evidence.vote()),
                rounded(evidence.lead()),
                Json.of(evidence.supporters()),
                Json.of(label.rightBefore()),
                Json.of(label.wrongBefore()),
                Json.of(label.right() ? 1 : 0)));
    }

    private static Json rounded(double value) {
        return Json.of(Math.round(value * DECIMALS) / DECIMALS);
    }

    private static Json numbers(long... values) {
        var items = new ArrayList<Json>();
        for (long value : values) {
            items.add(Json.of(value));
        }
        return Json.array(items);
    }

    /// Reads what {@link #json} wrote.
    ///
    /// @throws Refusal if it is something else
    public static BudgetState of(Json.Obj written) {
        if (written.number("v", 0) != VERSION) {
            throw new Refusal("The state of an error budget has version " + VERSION + " here, not "
                    + written.number("v", 0) + "; start with an empty one.");
        }
        var counts = row(new Json.Arr(List.of(written.get("counts").orElse(Json.array(List.of())))), 4)
                .getFirst();
        return new BudgetState(
                row(written.array("labels"), 9).stream().map(BudgetState::label).toList(),
                row(written.array("traffic"), 9).stream()
                        .map(BudgetState::label)
                        .toList(),
                row(written.array("tallies"), 3).stream()
                        .map(row -> new Tally((long) row[0], (int) row[1], (int) row[2]))
                        .toList(),
                new Counts((long) counts[0], (long) counts[1], (long) counts[2], (long) counts[3]));
    }

    private static List<double[]> row(Json.Arr rows, int columns) {
        var read = new ArrayList<double[]>();
        for (var row : rows.items()) {
            boolean fits = row instanceof Json.Arr(var cells)
                    && cells.size() == columns
                    && cells.stream().allMatch(Json.Num.class::isInstance);
            if (!fits) {
                throw new Refusal("The state of an error budget has rows of " + columns + " numbers.");
            }
            read.add(((Json.Arr) row)
                    .items().stream()
                            .mapToDouble(cell -> ((Json.Num) cell).value())
                            .toArray());
        }
        return read;
    }

    private static Label label(double[] row) {
        var evidence = new Evidence((long) row[0], row[1], row[2], row[3], row[4], (int) row[5]);
        return new Label(evidence, (int) row[6], (int) row[7], row[8] != 0);
    }
}
