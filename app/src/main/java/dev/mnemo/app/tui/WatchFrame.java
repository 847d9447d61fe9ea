package dev.mnemo.app.tui;

import dev.mnemo.app.tui.WatchState.Pane;
import dev.mnemo.kernel.event.Event.Layer;
import dev.mnemo.kernel.event.LoggedEvent;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// One picture of what is watched, as many lines as the terminal has, none wider than it.
final class WatchFrame {
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final int NAME_COLUMNS = 16;
    private static final int DOMAIN_COLUMNS = 12;

    /// Narrower than this, domains are left out.
    private static final int DOMAINS_FROM_COLUMNS = 70;

    /// Rows that are no list: two above, one below.
    private static final int FRAME_ROWS = 3;

    private static final List<String> HELP = List.of(
            "arrows, j k, PgUp PgDn  choose an event      g G, Home End  first, newest",
            "space, p  pause and go on                    Enter, d  details",
            "1 2 3     show or hide a layer               t         totals",
            "e         one kind of event after the other  /         search",
            "Esc       everything again                   q         leave");

    private final String title;
    private final ZoneId zone;
    private final boolean colours;

    /// @param title what is watched
    /// @param zone the zone of the times that are shown
    WatchFrame(String title, ZoneId zone, boolean colours) {
        this.title = title;
        this.zone = zone;
        this.colours = colours;
    }

    List<AttributedString> lines(WatchState state, int columns, int rows) {
        var lines = new ArrayList<AttributedString>();
        lines.add(fit(header(state), columns));
        lines.add(fit(legend(state), columns));
        var pane = pane(state, columns, Math.max(0, (rows - FRAME_ROWS) / 2));
        int listRows = Math.max(0, rows - FRAME_ROWS - pane.size());
        lines.addAll(list(state, columns, listRows));
        lines.addAll(pane);
        lines.add(fit(footer(state), columns));
        return lines.subList(0, Math.min(rows, lines.size()));
    }

    private AttributedString header(WatchState state) {
        var shown =
                state.visible().size() == state.total() ? "" : state.visible().size() + " of ";
        return new AttributedStringBuilder()
                .append(" mnemo watch ", style(PLAIN.bold()))
                .append("| " + title + " | " + shown + state.total() + " events | ", PLAIN)
                .append(
                        state.isPaused()
                                ? "PAUSED, " + state.waiting() + " waiting"
                                : state.isFollowing() ? "following" : "standing still",
                        state.isPaused() ? style(PLAIN.bold().foreground(AttributedStyle.YELLOW)) : PLAIN)
                .toAttributedString();
    }

    private AttributedString legend(WatchState state) {
        var line = new AttributedStringBuilder();
        int number = 0;
        for (var layer : WatchState.LAYERS) {
            number++;
            line.append(" " + number + " ", PLAIN)
                    .append(
                            state.isShown(layer)
                                    ? "[" + EventText.layer(layer) + "]"
                                    : " " + EventText.layer(layer) + " ",
                            state.isShown(layer) ? colour(layer) : style(PLAIN.faint()))
                    .append(" " + state.total(layer) + " ", PLAIN);
        }
        line.append(state.only().isEmpty() ? "" : " e only " + state.only() + " ", style(PLAIN.bold()));
        line.append(
                state.search().isEmpty() || state.isTyping() ? "" : " / \"" + state.search() + "\"",
                style(PLAIN.bold()));
        return line.toAttributedString();
    }

    private List<AttributedString> list(WatchState state, int columns, int rows) {
        var lines = new ArrayList<AttributedString>();
        var visible = state.visible();
        // The chosen event is always in sight; the newest ones fill the list while following.
        int last =
                Math.max(Math.min(visible.size(), state.chosenIndex() + 1 + rows / 2), Math.min(visible.size(), rows));
        int first = Math.max(0, last - rows);
        for (int at = first; at < last; at++) {
            lines.add(fit(row(visible.get(at), at == state.chosenIndex(), columns), columns));
        }
        if (visible.isEmpty() && rows > 0) {
            lines.add(fit(
                    new AttributedString(
                            state.total() == 0
                                    ? "  Nothing happened yet. Events show here as agents use the memory."
                                    : "  Nothing of what happened is shown: Esc shows everything again."),
                    columns));
        }
        while (lines.size() < rows) {
            lines.add(AttributedString.EMPTY);
        }
        return lines;
    }

    private AttributedString row(LoggedEvent logged, boolean chosen, int columns) {
        var event = logged.event();
        var base = chosen ? style(PLAIN.bold()) : PLAIN;
        var line = new AttributedStringBuilder()
                .append(chosen ? ">" : " ", base)
                .append(EventText.time(logged, zone), chosen ? base : style(PLAIN.faint()))
                .append(" ", base)
                .append("[" + EventText.layer(event.layer()) + "]", colour(event.layer()))
                .append(" ", base)
                .append(cell(EventText.marked(event), NAME_COLUMNS), chosen ? base : colour(event.layer()))
                .append(" ", base);
        if (columns >= DOMAINS_FROM_COLUMNS) {
            line.append(cell(EventText.domain(event), DOMAIN_COLUMNS), chosen ? base : style(PLAIN.faint()))
                    .append(" ", base);
        }
        return line.append(EventText.summary(event), base).toAttributedString();
    }

    private List<AttributedString> pane(WatchState state, int columns, int rowsMax) {
        var content = switch (state.pane()) {
            case NONE -> List.<String>of();
            case DETAILS ->
                state.chosen().map(event -> EventText.details(event, zone)).orElse(List.of());
            case TOTALS -> totals(state.totals(), columns);
            case HELP -> HELP;
        };
        if (state.pane() == Pane.NONE || rowsMax < 2) {
            return List.of();
        }
        var lines = new ArrayList<AttributedString>();
        lines.add(new AttributedString("-".repeat(columns), style(PLAIN.faint())));
        for (var text : content) {
            var rest = new AttributedString(" " + text);
            do {
                lines.add(fit(rest, columns));
                rest = rest.columnSubSequence(columns, Integer.MAX_VALUE);
            } while (rest.length() > 0 && lines.size() < rowsMax);
        }
        return lines.subList(0, Math.min(rowsMax, lines.size()));
    }

    private static List<String> totals(Map<String, Integer> totals, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var total : totals.entrySet()) {
            var cell = cell(total.getKey(), NAME_COLUMNS) + " " + "%6d   ".formatted(total.getValue());
            if (line.length() + cell.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(cell);
        }
        lines.add(line.isEmpty() ? "nothing yet" : line.toString());
        return lines;
    }

    private AttributedString footer(WatchState state) {
        return state.isTyping()
                ? new AttributedString(" search: " + state.search() + "_")
                : new AttributedString(
                        " q leave  ? help  arrows choose  space pause  / search  Enter details  t totals",
                        style(PLAIN.faint()));
    }

    private AttributedStyle colour(Layer layer) {
        return style(PLAIN.foreground(
                switch (layer) {
                    case SUBCONSCIOUS -> AttributedStyle.CYAN;
                    case CONSCIOUS -> AttributedStyle.GREEN;
                    case SYSTEM -> AttributedStyle.YELLOW;
                }));
    }

    private AttributedStyle style(AttributedStyle wanted) {
        return colours ? wanted : PLAIN;
    }

    /// A text in exactly so many columns.
    private static String cell(String text, int columns) {
        var cut = new AttributedString(text).columnSubSequence(0, columns);
        return cut + " ".repeat(Math.max(0, columns - cut.columnLength()));
    }

    private static AttributedString fit(AttributedString line, int columns) {
        return line.columnSubSequence(0, columns);
    }
}
