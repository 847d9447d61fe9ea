package dev.mnemo.providers;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.net.URI;
import java.util.Locale;

/// Who runs models for others. All but Anthropic and Voyage speak the protocol of OpenAI.
public enum Provider {
    ANTHROPIC("Anthropic", "https://api.anthropic.com/v1", "claude-haiku-4-5-20251001", "", 0),
    DEEPSEEK("DeepSeek", "https://api.deepseek.com/v1", "deepseek-chat", "", 0),
    MOONSHOT("Moonshot", "https://api.moonshot.cn/v1", "moonshot-v1-32k", "", 0),
    /// Runs on one's own machine and needs no key.
    OLLAMA("Ollama", "http://localhost:11434/v1", "llama3.2", "nomic-embed-text", 32),
    OPENAI("OpenAI", "https://api.openai.com/v1", "gpt-4o-mini", "text-embedding-3-small", 96),
    SILICONFLOW("SiliconFlow", "https://api.siliconflow.cn/v1", "Qwen/Qwen2.5-7B-Instruct", "BAAI/bge-m3", 32),
    VOYAGE("Voyage", "https://api.voyageai.com/v1", "", "voyage-3-lite", 96);

    private static final String NO_KEY = "none";

    private final String title;
    private final String url;
    private final String languageModel;
    private final String embeddingModel;
    private final int textsPerRequest;

    Provider(String title, String url, String languageModel, String embeddingModel, int textsPerRequest) {
        this.title = title;
        this.url = url;
        this.languageModel = languageModel;
        this.embeddingModel = embeddingModel;
        this.textsPerRequest = textsPerRequest;
    }

    /// How to reach one of its language models.
    ///
    /// @param key the secret it gave out
    /// @param model the model's name; the empty text means the usual one
    /// @throws MnemoException with fault `CONFIGURATION` if there is no key, or no such model
    public Access languageAccess(String key, String model) {
        return access(key, model, languageModel);
    }

    /// How to reach one of its embedding models; else as {@link #languageAccess}.
    public Access embeddingAccess(String key, String model) {
        return access(key, model, embeddingModel);
    }

    private Access access(String key, String model, String usualModel) {
        if (key.isBlank() && this != OLLAMA) {
            throw new MnemoException(
                    Fault.CONFIGURATION,
                    title + " was asked for and there is no key for it.",
                    "Set " + keyVariable() + ", or do without the provider.");
        }
        if (model.isBlank() && usualModel.isEmpty()) {
            throw new MnemoException(
                    Fault.CONFIGURATION,
                    title + " has no usual model of this kind.",
                    "Name a model, or choose another provider.");
        }
        return new Access(
                key.isBlank() ? NO_KEY : key.strip(),
                model.isBlank() ? usualModel : model.strip(),
                URI.create(url),
                Access.TIMEOUT);
    }

    /// Its name as people write it.
    String title() {
        return title;
    }

    /// The environment variable that holds the key.
    String keyVariable() {
        return name().toUpperCase(Locale.ROOT) + "_API_KEY";
    }

    /// Texts that may share one request for vectors.
    int textsPerRequest() {
        return Math.max(1, textsPerRequest);
    }
}
