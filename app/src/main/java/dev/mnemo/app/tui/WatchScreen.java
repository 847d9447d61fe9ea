package dev.mnemo.app.tui;

import dev.mnemo.app.tui.WatchState.Pane;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/// The whole screen of a terminal: draws the picture when something changed, and does what keys say.
final class WatchScreen {
    /// How often the logs are looked at.
    static final long PAUSE_MILLIS = 250;

    /// How long the rest of a key's escape sequence may take; remote lines are slow.
    private static final long ESCAPE_MILLIS = 250;

    /// The size of a terminal that does not tell its own.
    private static final Size SIZE_DEFAULT = Size.of(80, 24);

    private final WatchState state;
    private final WatchFrame frame;
    private final EventSource source;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean stale = new AtomicBoolean(true);

    private enum Key {
        LEAVE,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        FIRST,
        LAST,
        PAUSE,
        DETAILS,
        TOTALS,
        HELP,
        KIND,
        SEARCH,
        CLEAR,
        LAYER,
        TYPED,
        ERASE,
        ENTER,
        NONE
    }

    WatchScreen(WatchState state, WatchFrame frame, EventSource source) {
        this.state = state;
        this.frame = frame;
        this.source = source;
    }

    /// Shows events until somebody leaves.
    ///
    /// @throws IOException if there is no terminal after all
    void run() throws IOException {
        try (var terminal =
                TerminalBuilder.builder().system(true).dumb(false).name("mnemo").build()) {
            var before = terminal.enterRawMode();
            terminal.handle(Signal.INT, _ -> ended.set(true));
            terminal.handle(Signal.QUIT, _ -> ended.set(true));
            terminal.handle(Signal.WINCH, _ -> stale.set(true));
            terminal.handle(Signal.CONT, _ -> {
                terminal.enterRawMode();
                stale.set(true);
            });
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            terminal.puts(Capability.keypad_xmit);
            try {
                watch(terminal);
            } finally {
                leave(terminal, before);
            }
        }
    }

    private static void leave(Terminal terminal, Attributes before) {
        terminal.puts(Capability.keypad_local);
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.setAttributes(before);
        terminal.flush();
    }

    private void watch(Terminal terminal) throws IOException {
        var display = new Display(terminal, true);
        var keys = keys(terminal);
        var typed = typed(terminal);
        var input = new BindingReader(terminal.reader());
        var size = SIZE_DEFAULT;
        long looked = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
        boolean changed = true;
        while (!ended.get()) {
            if (System.nanoTime() - looked >= TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)) {
                changed |= state.add(source.next());
                looked = System.nanoTime();
            }
            if (stale.getAndSet(false)) {
                var told = terminal.getSize();
                size = told.getRows() > 0 && told.getColumns() > 0 ? told : SIZE_DEFAULT;
                display.resize(size);
                display.clear();
                changed = true;
            }
            if (changed) {
                display.update(frame.lines(state, size.getColumns(), size.getRows()), 0);
                changed = false;
            }
            int next = input.peekCharacter(PAUSE_MILLIS);
            if (next == NonBlockingReader.EOF) {
                return;
            }
            if (next != NonBlockingReader.READ_EXPIRED) {
                var key = input.readBinding(state.isTyping() ? typed : keys);
                changed |= key != null && act(key, input.getLastBinding(), Math.max(1, size.getRows() / 2));
            }
        }
    }

    /// Does what a key says; false if it means nothing.
    private boolean act(Key key, String pressed, int page) {
        switch (key) {
            case LEAVE -> ended.set(true);
            case UP -> state.move(-1);
            case DOWN -> state.move(1);
            case PAGE_UP -> state.move(-page);
            case PAGE_DOWN -> state.move(page);
            case FIRST -> state.move(-WatchState.EVENTS_MAX);
            case LAST -> state.move(WatchState.EVENTS_MAX);
            case PAUSE -> state.togglePause();
            case DETAILS -> state.toggle(Pane.DETAILS);
            case TOTALS -> state.toggle(Pane.TOTALS);
            case HELP -> state.toggle(Pane.HELP);
            case KIND -> state.nextKind();
            case SEARCH -> state.beginSearch();
            case CLEAR -> state.clear();
            case LAYER -> state.toggle(WatchState.LAYERS.get(pressed.charAt(0) - '1'));
            case TYPED -> state.type(pressed);
            case ERASE -> state.eraseLast();
            case ENTER -> state.endTyping();
            case NONE -> {
                return false;
            }
        }
        return true;
    }

    private static KeyMap<Key> keys(Terminal terminal) {
        var keys = map();
        keys.bind(Key.LEAVE, "q", "Q", KeyMap.ctrl('C'), KeyMap.ctrl('D'));
        keys.bind(Key.UP, "k", KeyMap.key(terminal, Capability.key_up), "\u001b[A", "\u001bOA");
        keys.bind(Key.DOWN, "j", KeyMap.key(terminal, Capability.key_down), "\u001b[B", "\u001bOB");
        keys.bind(Key.PAGE_UP, KeyMap.ctrl('B'), KeyMap.key(terminal, Capability.key_ppage), "\u001b[5~");
        keys.bind(Key.PAGE_DOWN, KeyMap.ctrl('F'), KeyMap.key(terminal, Capability.key_npage), "\u001b[6~");
        keys.bind(Key.FIRST, "g", KeyMap.key(terminal, Capability.key_home), "\u001b[H", "\u001b[1~");
        keys.bind(Key.LAST, "G", KeyMap.key(terminal, Capability.key_end), "\u001b[F", "\u001b[4~");
        keys.bind(Key.PAUSE, " ", "p");
        keys.bind(Key.DETAILS, "\r", "\n", "d");
        keys.bind(Key.TOTALS, "t");
        keys.bind(Key.HELP, "?", "h");
        keys.bind(Key.KIND, "e");
        keys.bind(Key.SEARCH, "/");
        keys.bind(Key.CLEAR, KeyMap.esc());
        keys.bind(Key.LAYER, "1", "2", "3");
        return keys;
    }

    private static KeyMap<Key> typed(Terminal terminal) {
        var keys = map();
        keys.bind(Key.TYPED, KeyMap.range(" -~"));
        keys.setUnicode(Key.TYPED);
        keys.bind(Key.ERASE, KeyMap.del(), KeyMap.ctrl('H'), KeyMap.key(terminal, Capability.key_backspace));
        keys.bind(Key.ENTER, "\r", "\n");
        keys.bind(Key.CLEAR, KeyMap.esc());
        keys.bind(Key.LEAVE, KeyMap.ctrl('C'));
        return keys;
    }

    private static KeyMap<Key> map() {
        var keys = new KeyMap<Key>();
        keys.setAmbiguousTimeout(ESCAPE_MILLIS);
        keys.setNomatch(Key.NONE);
        keys.setUnicode(Key.NONE);
        return keys;
    }
}
