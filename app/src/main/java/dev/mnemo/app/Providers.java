package dev.mnemo.app;

import dev.mnemo.app.gateway.Gateway;
import dev.mnemo.app.gateway.Upstream;
import dev.mnemo.app.http.KeyStoreFile;
import dev.mnemo.app.metrics.Metrics;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Makes of the configuration what the server needs to speak with others: the gateway, and the certificate.
final class Providers {
    private static final int PASSWORD_CHARS_MAX = 1_000;

    private Providers() {}

    /// @throws dev.mnemo.kernel.fault.Refusal if an address cannot be read
    static Gateway gateway(
            Config.Gateway config, Memories memories, Metrics metrics, BiConsumer<String, Throwable> unexpected) {
        return new Gateway(new Gateway.Setup(
                upstream(config.openAi(), config.openAiKey()),
                upstream(config.anthropic(), config.anthropicKey()),
                Duration.ofSeconds(config.timeoutSeconds()),
                () -> ifThere(memories::cache),
                tenant -> ifThere(memories::users).map(users -> tenant.isEmpty() ? users : users.tenant(tenant)),
                metrics::answered,
                unexpected));
    }

    private static Optional<Upstream> upstream(String address, String key) {
        return address.isEmpty() ? Optional.empty() : Optional.of(Upstream.of(address, key));
    }

    /// A memory that cannot be opened keeps nobody from a model; the server's health says what is wrong with it.
    private static <T> Optional<T> ifThere(Supplier<T> memory) {
        try {
            return Optional.of(memory.get());
        } catch (MnemoException broken) {
            return Optional.empty();
        }
    }

    /// The certificate; empty if the server speaks plain HTTP.
    static Optional<KeyStoreFile> keyStore(Config.Encryption config) {
        if (config.keyStore().isEmpty()) {
            return Optional.empty();
        }
        var password = config.passwordFile().isEmpty() ? config.password() : read(Path.of(config.passwordFile()));
        return Optional.of(new KeyStoreFile(Path.of(config.keyStore()), password));
    }

    private static String read(Path file) {
        try {
            var text = Files.readString(file);
            return text.substring(0, Math.min(text.length(), PASSWORD_CHARS_MAX))
                    .strip();
        } catch (IOException fault) {
            throw new MnemoException(
                    Fault.CONFIGURATION,
                    "The file of the key store's password, " + file + ", cannot be read: " + fault + ".",
                    "Name one that this user may read with --tls-password-file.");
        }
    }
}
