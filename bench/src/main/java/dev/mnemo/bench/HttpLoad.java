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

/// What a running server answers under load: `HttpLoad URL recall|cache|mcp|mixed [--rate N] [--seconds N]
/// [--connections N] [--people N] [--messages N]`.
/// Connections are kept alive and each has a thread. With a rate, requests are due at fixed moments and a late answer
/// counts from when it was due; without one, each connection asks as fast as it is answered. The server is to have
/// nothing in it yet; what is asked is stored first. No question of a recall is asked twice, so that its vector is
/// always made anew; `cache` asks a thousand stored questions in turn; `mixed` is for hours: of ten requests four
/// recall, one adds a message, four look into the cache and one stores an answer.
final class HttpLoad {
    private static final int WARM_UP = 2_000;
    private static final int ANSWERS = 1_000;
    private static final int FIRST_ROOM = 1_024;

    /// Messages sent at once.
    private static final int BATCH = 100;

    private final URI base;
    private final String scenario;
    private final double rate;
    private final int seconds;
    private final int connections;
    private final int people;

    /// Of each person.
    private final int messages;

    private HttpLoad(List<String> words) {
        base = URI.create(words.get(0));
        scenario = words.get(1);
        rate = Double.parseDouble(option(words, "--rate", "0"));
        seconds = Integer.parseInt(option(words, "--seconds", "20"));
        connections = Integer.parseInt(option(words, "--connections", "16"));
        people = Integer.parseInt(option(words, "--people", "20"));
        messages = Integer.parseInt(option(words, "--messages", "100"));
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
        int warm = WARM_UP / connections;
        measure(0, warm, Long.MAX_VALUE, 0);
        long start = System.nanoTime();
        var nanos = measure(warm * connections, Integer.MAX_VALUE, start + seconds * 1_000_000_000L, rate);
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
    ///
    /// @param first the number of the first request
    private long[] measure(int first, int each, long until, double perSecond) throws Exception {
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
                        var asked = asked(first + number);
                        sleepUntil(due);
                        line.ask(asked);
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
        if (scenario.equals("recall") || scenario.equals("mixed")) {
            for (int person = 0; person < people; person++) {
                for (int first = 0; first < messages; first += BATCH) {
                    requests.add(batch(person, first, Math.min(BATCH, messages - first)));
                }
            }
            for (int person = 0; person < people; person++) {
                requests.add(post("/api/users/load" + person + "/await-idle", "{\"timeout_seconds\":19}"));
            }
        }
        if (scenario.equals("cache") || scenario.equals("mixed")) {
            for (int i = 0; i < ANSWERS; i++) {
                requests.add(stored(i));
            }
        }
        return requests;
    }

    private byte[] batch(int person, int first, int count) {
        var batch = new StringBuilder();
        for (int i = first; i < first + count; i++) {
            batch.append(batch.isEmpty() ? "" : ",").append(said(person * messages + i));
        }
        return post(
                "/api/users/load" + person + "/messages/batch",
                "{\"messages\":[" + batch + "],\"session_id\":\"s" + first / BATCH + "\"}");
    }

    private static String said(int number) {
        return "{\"role\":\"user\",\"content\":\"" + sentence(number) + "\"}";
    }

    private byte[] stored(int number) {
        return request(
                "PUT",
                "/api/cache/load",
                "{\"query\":\"" + sentence(number) + "?\",\"response\":\"Answer " + number + "\"}");
    }

    /// The request with a number.
    private byte[] asked(int number) {
        return switch (scenario) {
            case "recall" -> recall(number);
            case "cache" -> lookUp(number);
            case "mcp" ->
                post(
                        "/mcp",
                        "{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"tools/call\",\"params\":"
                                + "{\"name\":\"memory_status\",\"arguments\":{}}}");
            case "mixed" ->
                switch (number % 10) {
                    case 0, 3, 5, 8 -> recall(number);
                    case 1 ->
                        post("/api/users/load" + number / 10 % people + "/messages", said(people * messages + number));
                    case 2 -> stored(number % (10 * ANSWERS));
                    default -> lookUp(number);
                };
            default -> throw new IllegalStateException("recall, cache, mcp or mixed, not " + scenario);
        };
    }

    private byte[] recall(int number) {
        return post(
                "/api/users/load" + number % people + "/recall",
                "{\"query\":\"What about " + sentence(number * 7) + "?\"}");
    }

    private byte[] lookUp(int number) {
        return post("/api/cache/load/get", "{\"query\":\"" + sentence(number % ANSWERS) + "?\"}");
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
