package dev.mnemo.providers;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.net.http.HttpClient;
import java.util.function.Supplier;

/// One model of one provider. Turns whatever goes wrong on the way into one sentence that never holds the key: what
/// a provider wrote back is quoted without it, and no cause is attached that could hold it.
record Remote(Provider provider, Access access) {
    private static final int QUOTE_CHARS_MAX = 200;

    /// The client that requests go through; does not follow redirects, which could carry the key elsewhere.
    HttpClientBuilder http() {
        return new JdkHttpClientBuilder()
                .httpClientBuilder(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER))
                .connectTimeout(access.timeout())
                .readTimeout(access.timeout());
    }

    /// Does what needs an answer of the provider.
    ///
    /// @throws MnemoException with fault `MODEL` if it fails in whatever way
    <T> T call(Supplier<T> request) {
        try {
            return request.get();
        } catch (MnemoException ours) {
            throw ours;
        } catch (AuthenticationException refused) {
            throw fault("refused the key", "Check " + provider.keyVariable() + ".");
        } catch (RateLimitException busy) {
            throw fault("takes no more requests at the moment", "Try again later, or check the plan behind the key.");
        } catch (TimeoutException slow) {
            throw fault(
                    "did not answer within " + access.timeout().toMillis() + " ms",
                    "Check the network, or try again later.");
        } catch (RuntimeException other) {
            throw fault("failed: " + quote(other), "Check the network and the name of the model, or try again later.");
        }
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
