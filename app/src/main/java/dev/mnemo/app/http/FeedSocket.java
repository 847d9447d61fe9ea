package dev.mnemo.app.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import io.helidon.websocket.WsUpgradeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// One browser that watches a feed.
final class FeedSocket implements WsListener {
    private static final int CLOSE_NORMAL = 1000;
    private static final int CLOSE_BUSY = 1013;

    private final LiveFeed feed;
    private final Gate gate;
    private final AtomicInteger connections;
    private final long pingNanos;
    private volatile boolean open;
    private long pingedNanos = System.nanoTime();
    private Map<String, String> query = Map.of();

    /// @param ping between two questions whether the watcher is still there; who answers none is given up as silent
    FeedSocket(LiveFeed feed, Gate gate, AtomicInteger connections, Duration ping) {
        this.feed = feed;
        this.gate = gate;
        this.connections = connections;
        this.pingNanos = ping.toNanos();
    }

    @Override
    public Optional<Headers> onHttpUpgrade(HttpPrologue prologue, Headers headers) throws WsUpgradeException {
        var asked = new Gate.Asked(
                "GET", headers.first(HeaderNames.HOST).orElse(""), name -> headers.first(HeaderNames.create(name)));
        boolean allowed = gate.check(asked) instanceof Gate.Passed.Yes(var caller)
                && gate.refuseForAll(caller, Endpoint.Access.READER).isEmpty();
        if (!allowed) {
            throw new WsUpgradeException("this watcher may not come in");
        }
        query = toMap(prologue.query());
        return Optional.empty();
    }

    private static Map<String, String> toMap(UriQuery query) {
        var map = new LinkedHashMap<String, String>();
        query.names().forEach(name -> map.put(name, query.get(name)));
        return map;
    }

    @Override
    public void onOpen(WsSession session) {
        if (connections.incrementAndGet() > LiveFeed.CONNECTIONS_MAX) {
            connections.decrementAndGet();
            session.close(CLOSE_BUSY, "too many watchers");
            return;
        }
        open = true;
        Thread.startVirtualThread(() -> watch(session));
    }

    private void watch(WsSession session) {
        try {
            feed.run(query, () -> isThere(session), text -> session.send(text, true));
            if (open) {
                session.close(CLOSE_NORMAL, "");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException _) {
            // The watcher is gone, or its connection broke: there is nobody to tell.
            open = false;
        } finally {
            connections.decrementAndGet();
        }
    }

    /// Asked by the thread that sends, again and again, so that questions and texts do not mix.
    private boolean isThere(WsSession session) {
        long now = System.nanoTime();
        if (open && now - pingedNanos > pingNanos) {
            pingedNanos = now;
            session.ping(BufferData.empty());
        }
        return open;
    }

    @Override
    public void onClose(WsSession session, int status, String reason) {
        open = false;
    }

    @Override
    public void onError(WsSession session, Throwable failure) {
        open = false;
    }
}
