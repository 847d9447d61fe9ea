package dev.mnemo.app.tui;

import dev.mnemo.kernel.event.Event.Layer;
import dev.mnemo.kernel.event.LoggedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What is being watched and how: the events, which of them are shown, which one is chosen. Knows nothing of terminals.
final class WatchState {
    /// Events that are kept; older ones are dropped, and totals still count them.
    static final int EVENTS_MAX = 10_000;

    /// The layers in the order of the keys that show and hide them.
    static final List<Layer> LAYERS = List.of(Layer.SUBCONSCIOUS, Layer.CONSCIOUS, Layer.SYSTEM);

    private static final int SEARCH_CHARS_MAX = 100;

    private final ArrayDeque<LoggedEvent> events = new ArrayDeque<>();
    private final ArrayDeque<LoggedEvent> held = new ArrayDeque<>();
    private final Map<String, Integer> totals = new TreeMap<>();
    private final Map<Layer, Integer> layerTotals = new EnumMap<>(Layer.class);
    private final Set<Layer> layers = EnumSet.allOf(Layer.class);
    private List<LoggedEvent> visible = List.of();
    private String only = "";
    private String search = "";
    private boolean typing;
    private boolean paused;
    private Pane pane = Pane.NONE;
    private int chosen = -1;

    /// What stands below the list.
    enum Pane {
        NONE,
        DETAILS,
        TOTALS,
        HELP
    }

    // ---------------------------------------------------------------- events

    /// Takes new events in; while paused they wait.
    ///
    /// @return whether anything came
    boolean add(List<LoggedEvent> came) {
        for (var event : came) {
            totals.merge(EventText.name(event.event()), 1, Integer::sum);
            layerTotals.merge(event.event().layer(), 1, Integer::sum);
            push(paused ? held : events, event);
        }
        if (!came.isEmpty()) {
            filter();
        }
        return !came.isEmpty();
    }

    private static void push(ArrayDeque<LoggedEvent> queue, LoggedEvent event) {
        queue.addLast(event);
        if (queue.size() > EVENTS_MAX) {
            queue.removeFirst();
        }
    }

    /// Makes the list of shown events anew; the chosen one stays chosen if it is still shown.
    private void filter() {
        boolean following = isFollowing();
        var was = chosen();
        visible = events.stream().filter(this::isShown).toList();
        int again = following ? -1 : was.map(visible::indexOf).orElse(-1);
        chosen = again >= 0 ? again : visible.size() - 1;
    }

    private boolean isShown(LoggedEvent event) {
        return layers.contains(event.event().layer())
                && (only.isEmpty() || EventText.name(event.event()).equals(only))
                && (search.isEmpty() || EventText.holds(event, search.toLowerCase(Locale.ROOT)));
    }

    // ---------------------------------------------------------------- what a person does

    void togglePause() {
        paused = !paused;
        if (!paused) {
            held.forEach(event -> push(events, event));
            held.clear();
            filter();
        }
    }

    void toggle(Layer layer) {
        if (!layers.remove(layer)) {
            layers.add(layer);
        }
        filter();
    }

    /// Shows only the next kind of event there is, and after the last one all again.
    void nextKind() {
        var kinds = new ArrayList<>(totals.keySet());
        int at = only.isEmpty() ? -1 : kinds.indexOf(only);
        only = at + 1 < kinds.size() ? kinds.get(at + 1) : "";
        filter();
    }

    void move(int rows) {
        chosen = Math.clamp((long) chosen + rows, Math.min(0, visible.size() - 1), visible.size() - 1);
    }

    void toggle(Pane wanted) {
        pane = pane == wanted ? Pane.NONE : wanted;
    }

    void beginSearch() {
        typing = true;
        search = "";
        filter();
    }

    void type(String text) {
        if (search.length() + text.length() <= SEARCH_CHARS_MAX) {
            search += text;
            filter();
        }
    }

    void eraseLast() {
        search = search.isEmpty() ? "" : search.substring(0, search.offsetByCodePoints(search.length(), -1));
        filter();
    }

    void endTyping() {
        typing = false;
    }

    /// Shows everything again.
    void clear() {
        typing = false;
        search = "";
        only = "";
        Collections.addAll(layers, Layer.values());
        pane = Pane.NONE;
        filter();
    }

    // ---------------------------------------------------------------- what is to be shown

    List<LoggedEvent> visible() {
        return visible;
    }

    int chosenIndex() {
        return chosen;
    }

    Optional<LoggedEvent> chosen() {
        return chosen >= 0 && chosen < visible.size() ? Optional.of(visible.get(chosen)) : Optional.empty();
    }

    /// Whether the newest event is chosen, so that the list moves on with what comes.
    boolean isFollowing() {
        return chosen >= visible.size() - 1;
    }

    boolean isShown(Layer layer) {
        return layers.contains(layer);
    }

    int total() {
        return layerTotals.values().stream().mapToInt(Integer::intValue).sum();
    }

    int total(Layer layer) {
        return layerTotals.getOrDefault(layer, 0);
    }

    /// How many events of each kind there were, by name.
    Map<String, Integer> totals() {
        return Collections.unmodifiableMap(totals);
    }

    int waiting() {
        return held.size();
    }

    boolean isPaused() {
        return paused;
    }

    boolean isTyping() {
        return typing;
    }

    String search() {
        return search;
    }

    /// The one kind of event that is shown; empty for all.
    String only() {
        return only;
    }

    Pane pane() {
        return pane;
    }
}
