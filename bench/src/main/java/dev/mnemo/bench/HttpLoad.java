package dev.mnemo.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// What a running server answers under load: `HttpLoad URL recall|cache|mcp [--rate N] [--seconds N] [--connections
/// N]`.
/// Connections are kept alive and each has a thread. With a rate, requests are due at fixed moments and a late answer
/// counts from when it was due; without one, each connection asks as fast as it is answered. The server is to have
/// nothing in it yet; what is asked is stored first.
final class HttpLoad {
    private static final int WARM_UP = 2_000;
    private static final int PEOPLE = 20;

    /// Of each person.
    private static final int MESSAGES = 100;

    private static final int ANSWERS = 1_000;
    private static final int FIRST_ROOM = 1_024;

    private final URI base;
    private final String scenario;
    private final double rate;
    private final int seconds;
    private final int connections;

    private HttpLoad(List<String> words) {
        base = URI.create(words.get(0));
        scenario = words.get(1);
        rate = Double.parseDouble(option(words, "--rate", "0"));
        seconds = Integer.parseInt(option(words, "--seconds", "20"));
        connections = Integer.parseInt(option(words, "--connections", "16"));
    }

    private static String option(List<String> words, String name, String byDefault) {
        int at = words.indexOf(name);
        return at < 0 ? byDefault : words.get(at + 1);
    }

    public static void main(String[] args) throws Exception {
        new HttpLoad(List.of(args)).run();
    }

    private void run() throws Exception {
        try (var line = new Line(base)) {
            for (var request : preparation()) {
                line.ask(request);
            }
        }
        var requests = requests();
        measure(requests, WARM_UP / connections, Long.MAX_VALUE, 0);
        long start = System.nanoTime();
        var nanos = measure(requests, Integer.MAX_VALUE, start + seconds * 1_000_000_000L, rate);
        double took = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s: %d answers in %.1f s, %.0f a second; p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, longest %.1f ms%n",
                scenario,
                nanos.length,
                took,
                nanos.length / took,
                at(nanos, 0.5),
                at(nanos, 0.95),
                at(nanos, 0.99),
                at(nanos, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
    }

    /// Asks until each connection has asked so often, or it is late.
    private long[] measure(List<byte[]> requests, int each, long until, double perSecond) throws Exception {
        var all = new ArrayList<long[]>();
        var next = new AtomicInteger();
        long start = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                var nanos = new long[FIRST_ROOM];
                int count = 0;
                try (var line = new Line(base)) {
                    while (count < each && System.nanoTime() < until) {
                        int number = next.getAndIncrement();
                        long due = perSecond == 0 ? System.nanoTime() : start + (long) (number * 1e9 / perSecond);
                        if (due >= until) {
                            break;
                        }
                        sleepUntil(due);
                        line.ask(requests.get(number % requests.size()));
                        nanos = count < nanos.length ? nanos : Arrays.copyOf(nanos, 2 * count);
                        nanos[count++] = System.nanoTime() - due;
                    }
                } catch (IOException | InterruptedException broken) {
                    throw new IllegalStateException(broken);
                }
                synchronized (all) {
                    all.add(Arrays.copyOf(nanos, count));
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        return all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    }

    private static void sleepUntil(long due) throws InterruptedException {
        long left = due - System.nanoTime();
        if (left > 0) {
            Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    private List<byte[]> preparation() {
        var requests = new ArrayList<byte[]>();
        switch (scenario) {
            case "recall" -> {
                for (int person = 0; person < PEOPLE; person++) {
                    var messages = new StringBuilder();
                    for (int i = 0; i < MESSAGES; i++) {
                        messages.append(messages.isEmpty() ? "" : ",")
                                .append("{\"role\":\"user\",\"content\":\"")
                                .append(sentence(person * MESSAGES + i))
                                .append("\"}");
                    }
                    requests.add(post(
                            "/api/users/load" + person + "/messages/batch",
                            "{\"messages\":[" + messages + "],\"session_id\":\"s\"}"));
                }
                for (int person = 0; person < PEOPLE; person++) {
                    requests.add(post("/api/users/load" + person + "/await-idle", "{\"timeout_seconds\":19}"));
                }
            }
            case "cache" -> {
                for (int i = 0; i < ANSWERS; i++) {
                    requests.add(request(
                            "PUT",
                            "/api/cache/load",
                            "{\"query\":\"" + sentence(i) + "?\",\"response\":\"Answer " + i + "\"}"));
                }
            }
            default -> {}
        }
        return requests;
    }

    private List<byte[]> requests() {
        var requests = new ArrayList<byte[]>();
        for (int i = 0; i < ANSWERS; i++) {
            requests.add(
                    switch (scenario) {
                        case "recall" ->
                            post(
                                    "/api/users/load" + i % PEOPLE + "/recall",
                                    "{\"query\":\"What about " + sentence(i * 7) + "?\"}");
                        case "cache" -> post("/api/cache/load/get", "{\"query\":\"" + sentence(i) + "?\"}");
                        case "mcp" ->
                            post(
                                    "/mcp",
                                    "{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"tools/call\",\"params\":"
                                            + "{\"name\":\"memory_status\",\"arguments\":{}}}");
                        default -> throw new IllegalStateException("recall, cache or mcp, not " + scenario);
                    });
        }
        return requests;
    }

    private static String sentence(int number) {
        var who = List.of("Nora", "Ben", "the landlord", "my sister", "our team", "the doctor", "a neighbour");
        var what = List.of("moved to", "talked about", "sold", "repaired", "asked for", "forgot", "photographed");
        var which = List.of("the old cello", "a blue bicycle", "the flat in Lisbon", "that invoice", "the garden");
        return who.get(number % 7) + " " + what.get(number / 7 % 7) + " " + which.get(number / 49 % 5) + " on day "
                + number;
    }

    private byte[] post(String path, String body) {
        return request("POST", path, body);
    }

    private byte[] request(String method, String path, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return (method + " " + path + " HTTP/1.1\r\nHost: " + base.getAuthority()
                        + "\r\nContent-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
                        + bytes.length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// One connection that is kept alive.
    private static final class Line implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;

        Line(URI base) throws IOException {
            socket = new Socket(base.getHost(), base.getPort());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        void ask(byte[] request) throws IOException {
            socket.getOutputStream().write(request);
            var status = line();
            if (!status.startsWith("HTTP/1.1 2")) {
                throw new IOException(status);
            }
            int length = -1;
            for (var header = line(); !header.isEmpty(); header = line()) {
                if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                    length = Integer.parseInt(header.substring(15).strip());
                }
            }
            if (length < 0) {
                throw new IOException("an answer without a length");
            }
            in.skipNBytes(length);
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            int c;
            while ((c = in.read()) != '\n') {
                if (c < 0) {
                    throw new IOException("the server hung up");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
