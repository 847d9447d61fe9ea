package dev.mnemo.app;

import java.util.Arrays;
import java.util.Optional;

/// Everything that can be configured: by a flag before the command (`--recall-budget 8000`), else by an environment
/// variable, else by its default.
public enum Setting {
    STORE("store", "MNEMO_STORE", "", "the store's folder; found from the working directory if not set"),
    GLOBAL("global", "MNEMO_GLOBAL", "~/.mnemo/global", "the store of what holds in every project"),
    PROJECT_ROOT("project-root", "MNEMO_PROJECT_ROOT", "", "the folder that file tools never leave"),
    PROJECT_DIR("project-dir", "MNEMO_PROJECT_DIR", "", "where the search for the project begins"),
    RETRIEVAL("retrieval", "MNEMO_RETRIEVAL", "hybrid", "how recall ranks: hybrid, tfidf or embedding"),
    EMBEDDING_PROVIDER(
            "embedding-provider", "MNEMO_EMBEDDING_PROVIDER", "local", "who embeds: local, voyage, openai or auto"),
    EMBEDDING_MODEL("embedding-model", "MNEMO_EMBEDDING_MODEL", "", "the provider's model; its usual one if not set"),
    RECALL_BUDGET("recall-budget", "MNEMO_RECALL_BUDGET", "25000", "characters of one recall"),
    COMPRESS_INTERVAL("compress-interval", "MNEMO_COMPRESS_INTERVAL", "15", "turns between reminders to compress"),
    SIDECAR_CAP("sidecar-cap", "MNEMO_SIDECAR_CAP", "15000", "characters above which a dashboard shows pressure"),
    SMALL_MODEL("small-model", "MNEMO_SMALL_MODEL", "claude-haiku-4-5-20251001", "the language model of memory_map"),
    TOOLS("tools", "MNEMO_TOOLS", "all", "which tools agents are shown: core or all"),
    STRUCTURE("structure", "MNEMO_STRUCTURE", "auto", "structured content beside the text: auto, always or never"),
    CACHE_STORE("", "MNEMO_CACHE_STORE", "", "the response cache that `mnemo cache` looks after"),
    USER_STORE("", "MNEMO_USER_STORE", "", "the user memory that `mnemo user` looks after"),
    USER_FILES("", "MNEMO_USER_FILES", "", "where the files of that memory are: a folder or a bucket"),
    USER_MASTER_KEY("", "MNEMO_USER_MASTER_KEY", "", "the master key of its encrypted people"),
    USER_MASTER_KEY_FILE("", "MNEMO_USER_MASTER_KEY_FILE", "", "a file that holds the master key"),
    POSTGRES("", "MNEMO_POSTGRES", "", "where `mnemo up` keeps user memory and the response cache; files if not set"),
    REDIS("", "MNEMO_REDIS", "", "where `mnemo up` keeps the response cache"),
    CACHE_MATCH(
            "cache-match",
            "MNEMO_CACHE_MATCH",
            "meaning",
            "which questions the cache of `mnemo up` takes for the same: meaning, or text for the same text only"),
    CACHE_THRESHOLD(
            "cache-threshold", "MNEMO_CACHE_THRESHOLD", "0.85", "similarity from which two questions may be the same"),
    CACHE_MAX_ERROR_RATE(
            "cache-max-error-rate",
            "MNEMO_CACHE_MAX_ERROR_RATE",
            "",
            "share of wrong answers by meaning not to be exceeded, such as 0.02; takes the place of the threshold"),
    CACHE_CONFIDENCE(
            "cache-confidence", "MNEMO_CACHE_CONFIDENCE", "0.95", "how sure it must be that the share is kept"),
    GATEWAY_OPENAI("gateway-openai", "MNEMO_GATEWAY_OPENAI", "", "where the gateway finds OpenAI; off if not set"),
    GATEWAY_ANTHROPIC(
            "gateway-anthropic", "MNEMO_GATEWAY_ANTHROPIC", "", "where the gateway finds Anthropic; off if not set"),
    GATEWAY_OPENAI_KEY("", "MNEMO_GATEWAY_OPENAI_KEY", "", "the key that the gateway sends instead of its callers'"),
    GATEWAY_ANTHROPIC_KEY("", "MNEMO_GATEWAY_ANTHROPIC_KEY", "", "the same for Anthropic"),
    GATEWAY_TIMEOUT("gateway-timeout", "MNEMO_GATEWAY_TIMEOUT", "600", "seconds that an upstream may take"),
    TLS_KEYSTORE("tls-keystore", "MNEMO_TLS_KEYSTORE", "", "the certificate of `mnemo up`, PKCS #12 or JKS"),
    TLS_PASSWORD_FILE("tls-password-file", "MNEMO_TLS_PASSWORD_FILE", "", "a file that holds the key store's password"),
    TLS_PASSWORD("", "MNEMO_TLS_PASSWORD", "", "the key store's password"),
    VOYAGE_API_KEY("", "VOYAGE_API_KEY", "", "the key of the provider voyage"),
    OPENAI_API_KEY("", "OPENAI_API_KEY", "", "the key of the provider openai"),
    ANTHROPIC_API_KEY("", "ANTHROPIC_API_KEY", "", "the key of the small model's provider");

    private final String key;
    private final String variable;
    private final String byDefault;
    private final String about;

    Setting(String key, String variable, String byDefault, String about) {
        this.key = key;
        this.variable = variable;
        this.byDefault = byDefault;
        this.about = about;
    }

    /// Its name as a flag, without dashes; empty if it cannot be a flag because other users of the machine would see
    /// it.
    public String key() {
        return key;
    }

    /// Its name as an environment variable.
    public String variable() {
        return variable;
    }

    /// Its value if nobody sets it; the empty text means that it is found or not used.
    public String byDefault() {
        return byDefault;
    }

    /// What it is, as a phrase.
    public String about() {
        return about;
    }

    /// Whether the value must not be shown.
    public boolean isSecret() {
        return key.isEmpty();
    }

    /// The setting that a flag means, if one does.
    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> !key.isEmpty() && setting.key.equals(key))
                .findFirst();
    }
}
