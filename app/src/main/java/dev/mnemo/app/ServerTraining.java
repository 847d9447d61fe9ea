package dev.mnemo.app;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Starts a server, asks it what browsers, programs and agents ask first, and stops it, while the JVM watches.
final class ServerTraining {
    private static final long START_SECONDS_MAX = 30;
    private static final int SOCKET_MILLIS_MAX = 30_000;

    private static final List<String> READS = List.of(
            "/health/ready",
            "/",
            "/web/app.js",
            "/openapi.json",
            "/api/status",
            "/api/users",
            "/api/cache/stats",
            "/metrics");

    private static final List<List<String>> WRITES = List.of(
            List.of("POST", "/api/users/ann/messages", "{\"role\":\"user\",\"content\":\"My sister lives in Lisbon\"}"),
            List.of("POST", "/api/users/ann/recall", "{\"query\":\"Where does my sister live?\"}"),
            List.of("PUT", "/api/cache/training", "{\"query\":\"How do taxes round?\",\"response\":\"Half even.\"}"),
            List.of("POST", "/api/cache/training/get", "{\"query\":\"How do taxes round, please?\"}"),
            List.of("POST", "/mcp", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"));

    private ServerTraining() {}

    /// @param up listens on any free port
    static void run(Up up) {
        var lines = new LinkedBlockingQueue<String>();
        var running = Thread.ofPlatform().name("mnemo-up").start(() -> {
            try {
                up.run(new PrintStream(new Lines(lines), true, StandardCharsets.UTF_8));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            var line = lines.poll(START_SECONDS_MAX, TimeUnit.SECONDS);
            if (line != null) {
                ask(URI.create(line.substring(line.indexOf("http"))));
            }
            up.stop();
            running.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.INPUT_OUTPUT,
                    "The server of the training did not answer: " + fault + ".",
                    "Start it again; without the training programs start more slowly.",
                    fault);
        }
    }

    private static void ask(URI base) throws IOException {
        for (var path : READS) {
            ask(base, "GET", path, "");
        }
        for (var write : WRITES) {
            ask(base, write.get(0), write.get(1), write.get(2));
        }
    }

    private static void ask(URI base, String method, String path, String body) throws IOException {
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(SOCKET_MILLIS_MAX);
            var request = method + " " + path + " HTTP/1.1\r\nHost: " + base.getAuthority()
                    + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    /// Takes what is printed line by line.
    private static final class Lines extends OutputStream {
        private final LinkedBlockingQueue<String> lines;
        private final StringBuilder line = new StringBuilder();

        Lines(LinkedBlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        public void write(int one) {
            if (one == '\n') {
                lines.add(line.toString().strip());
                line.setLength(0);
            } else {
                line.append((char) one);
            }
        }
    }
}
