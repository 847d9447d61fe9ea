package dev.mnemo.app.gateway;

import dev.mnemo.app.gateway.UpstreamCall.Answered;
import dev.mnemo.app.http.Response.Start;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

/// Asks an upstream and passes on what it says, byte for byte, as it comes.
record Relay(UpstreamClient client, Upstream upstream, UpstreamCall call) {
    private static final int BUFFER_BYTES = 16 * 1024;

    /// Passes an answer on. What goes wrong before the answer began is said to the caller.
    ///
    /// @param headers what the answer gets besides
    /// @param listening makes the one who listens
    /// @return who listened to the whole answer; empty if there was none
    /// @throws IOException if the upstream broke off in the middle
    /// @throws CancellationException if the caller is gone
    Optional<Tee> run(Start start, Map<String, String> headers, Function<Answered, Tee> listening) throws IOException {
        Answered answered;
        try {
            answered = client.open(call);
        } catch (HttpTimeoutException _) {
            GatewayFault.late(upstream).write(start, headers);
            return Optional.empty();
        } catch (IOException _) {
            GatewayFault.unreachable(upstream).write(start, headers);
            return Optional.empty();
        } catch (InterruptedException _) {
            throw interrupted();
        }
        try (answered) {
            var tee = listening.apply(answered);
            pass(answered, start, headers, tee);
            return Optional.of(tee);
        }
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("interrupted while the upstream was asked");
    }

    private static void pass(Answered answered, Start start, Map<String, String> more, Tee tee) throws IOException {
        var headers = new LinkedHashMap<>(Passing.back(answered.headers()));
        var length = answered.header("content-length");
        if (length.matches("\\d{1,18}")) {
            headers.put("content-length", length);
        }
        headers.putAll(more);
        var out = start.begin(answered.status(), headers);
        var buffer = new byte[BUFFER_BYTES];
        for (int read = read(answered, buffer); read >= 0; read = read(answered, buffer)) {
            try {
                out.write(buffer, 0, read);
                out.flush();
            } catch (IOException | RuntimeException gone) {
                throw gone(gone);
            }
            tee.hear(buffer, read);
        }
        try {
            out.close();
        } catch (IOException | RuntimeException gone) {
            throw gone(gone);
        }
    }

    private static CancellationException gone(Exception failure) {
        var gone = new CancellationException("the caller is gone");
        gone.initCause(failure);
        return gone;
    }

    private static int read(Answered answered, byte[] buffer) throws IOException {
        return answered.body().read(buffer, 0, buffer.length);
    }

    /// Asks without a caller.
    ///
    /// @throws IOException if the upstream fails
    Tee listen(Dialect dialect) throws IOException {
        try (var answered = client.open(call)) {
            var tee = new Tee(dialect, answered);
            var buffer = new byte[BUFFER_BYTES];
            for (int read = read(answered, buffer); read >= 0; read = read(answered, buffer)) {
                tee.hear(buffer, read);
            }
            return tee;
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }
}
