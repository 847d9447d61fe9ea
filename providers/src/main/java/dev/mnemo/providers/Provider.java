package dev.mnemo.providers;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.net.URI;

/// Who runs models for others.
public enum Provider {
    ANTHROPIC("Anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", "claude-haiku-4-5-20251001"),
    OPENAI("OpenAI", "https://api.openai.com/v1", "OPENAI_API_KEY", "text-embedding-3-small"),
    VOYAGE("Voyage", "https://api.voyageai.com/v1", "VOYAGE_API_KEY", "voyage-3-lite");

    private final String title;
    private final String url;
    private final String keyVariable;
    private final String usualModel;

    Provider(String title, String url, String keyVariable, String usualModel) {
        this.title = title;
        this.url = url;
        this.keyVariable = keyVariable;
        this.usualModel = usualModel;
    }

    /// How to reach one of its models.
    ///
    /// @param key the secret it gave out
    /// @param model the model's name; the empty text means the usual one
    /// @throws MnemoException with fault `CONFIGURATION` if there is no key
    public Access access(String key, String model) {
        if (key.isBlank()) {
            throw new MnemoException(
                    Fault.CONFIGURATION,
                    title + " was asked for and there is no key for it.",
                    "Set " + keyVariable + ", or do without the provider.");
        }
        return new Access(key.strip(), model.isBlank() ? usualModel : model.strip(), URI.create(url), Access.TIMEOUT);
    }

    /// Its name as people write it.
    String title() {
        return title;
    }

    /// The environment variable that holds the key.
    String keyVariable() {
        return keyVariable;
    }
}
