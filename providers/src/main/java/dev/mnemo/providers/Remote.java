package dev.mnemo.providers;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// One model of one provider. Turns whatever goes wrong on the way into one sentence that never holds the key: what
/// a provider wrote back is quoted without it, and no cause is attached that could hold it.
final class Remote {
    private static final int QUOTE_CHARS_MAX = 200;

    private final Provider provider;
    private final Access access;
    private final Patience patience;
    private final Meter meter = new Meter();
    private final ReentrantLock pace = new ReentrantLock();
    private long nextRequestNanos = System.nanoTime();

    Remote(Provider provider, Access access, Patience patience) {
        this.provider = provider;
        this.access = access;
        this.patience = patience;
    }

    Provider provider() {
        return provider;
    }

    Access access() {
        return access;
    }

    Meter meter() {
        return meter;
    }

    /// The client that requests go through.
    HttpClientBuilder http() {
        return new ProviderHttp.Builder(access.timeout());
    }

    /// Does what needs an answer of the provider, again and again as far as patience goes; what another attempt
    /// cannot mend, such as a refused key, is not tried again. A provider that says when to come back is not asked
    /// before; if that is later than patience lasts, it is not asked again at all.
    ///
    /// @throws MnemoException with fault `MODEL` if it fails in whatever way
    <T> T call(Supplier<T> request) {
        for (int failures = 1; ; failures++) {
            awaitTurn();
            meter.asked();
            var told = new RetryAfter();
            try {
                return ScopedValue.where(RetryAfter.HEARD, told).call(request::get);
            } catch (RuntimeException failure) {
                meter.failed();
                var wanted = told.pause().orElse(Duration.ZERO);
                if (failures >= patience.attempts()
                        || failure instanceof NonRetriableException
                        || wanted.compareTo(patience.pauseMax()) > 0) {
                    throw fault(failure, told);
                }
                var pause = patience.pause(failures);
                sleep(wanted.compareTo(pause) > 0 ? wanted : pause);
            }
        }
    }

    /// Waits until the next request may begin.
    private void awaitTurn() {
        if (patience.requestsPerMinute() == 0) {
            return;
        }
        long gap = Duration.ofMinutes(1).toNanos() / patience.requestsPerMinute();
        long wait;
        pace.lock();
        try {
            long now = System.nanoTime();
            wait = Math.max(0, nextRequestNanos - now);
            nextRequestNanos = now + wait + gap;
        } finally {
            pace.unlock();
        }
        sleep(Duration.ofNanos(wait));
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw fault("was not asked again because the thread was interrupted", "Try again later.");
        }
    }

    private MnemoException fault(RuntimeException failure, RetryAfter told) {
        if (told.pause().isPresent() && !(failure instanceof NonRetriableException)) {
            long seconds = told.pause().get().toSeconds();
            return fault(
                    "takes no requests for " + seconds + " seconds",
                    "Try again then, or check the plan behind the key.");
        }
        return switch (failure) {
            case MnemoException ours -> ours;
            case AuthenticationException _ -> fault("refused the key", "Check " + provider.keyVariable() + ".");
            case RateLimitException _ ->
                fault("takes no more requests at the moment", "Try again later, or check the plan behind the key.");
            case TimeoutException _ ->
                fault(
                        "did not answer within " + access.timeout().toMillis() + " ms",
                        "Check the network, or try again later.");
            default ->
                fault("failed: " + quote(failure), "Check the network and the name of the model, or try again later.");
        };
    }

    /// What is wrong with an answer that did arrive.
    MnemoException fault(String what, String remedy) {
        return new MnemoException(Fault.MODEL, provider.title() + " (" + access.model() + ") " + what + ".", remedy);
    }

    private String quote(RuntimeException failure) {
        var message = failure.getMessage();
        var text = (message == null ? failure.getClass().getSimpleName() : message)
                .replace(access.key(), "[key]")
                .replaceAll("[\\p{C}\\s]+", " ")
                .strip();
        return text.length() <= QUOTE_CHARS_MAX ? text : text.substring(0, QUOTE_CHARS_MAX) + "…";
    }
}
