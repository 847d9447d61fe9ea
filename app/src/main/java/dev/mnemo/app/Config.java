package dev.mnemo.app;

import dev.mnemo.app.mcp.McpServer.Structure;
import dev.mnemo.app.mcp.McpServer.Tools;
import dev.mnemo.app.user.UserSettings;
import dev.mnemo.cache.policy.Budget;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.text.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that is configured, checked once. {@link Setting} says what there is, `mnemo config` shows what is.
///
/// @param places where the memory lives
/// @param recall how recall works
/// @param models which models are used, and their keys
/// @param serving what agents are shown
/// @param databases where a server keeps what is not of a project
/// @param answers which answers the response cache of a server gives
/// @param gateway where requests for providers of models go
/// @param encryption how a server proves who it is
/// @param users how the memory of people is kept
/// @param values each setting with its value and where that came from
/// @param warnings what was written but means nothing, one sentence each
public record Config(
        Places places,
        Recall recall,
        Models models,
        Serving serving,
        Databases databases,
        Answers answers,
        Gateway gateway,
        Encryption encryption,
        UserSettings users,
        List<Value> values,
        List<String> warnings) {
    /// How recall ranks.
    public enum Retrieval {
        /// Words and meaning together.
        HYBRID,
        /// By words alone, as the first version did.
        TFIDF,
        /// By meaning alone.
        EMBEDDING
    }

    /// Who embeds.
    public enum Provider {
        /// A model on this machine.
        LOCAL,
        VOYAGE,
        OPENAI,
        /// Whoever there is a key for, else this machine.
        AUTO
    }

    /// @param budgetChars characters of one recall
    /// @param compressIntervalTurns turns between reminders to compress
    public record Recall(Retrieval retrieval, int budgetChars, int compressIntervalTurns) {}

    /// Keys and names are the empty text if they are not set.
    public record Models(
            Provider provider,
            String embeddingModel,
            String smallModel,
            String voyageKey,
            String openaiKey,
            String anthropicKey) {
        @Override
        public String toString() {
            return "Models[" + provider + ", " + embeddingModel + ", " + smallModel + ", keys hidden]";
        }
    }

    /// @param sidecarCapChars characters above which a dashboard shows pressure
    public record Serving(Tools tools, Structure structure, int sidecarCapChars) {}

    /// Addresses of databases; the empty text for files in the server's folder.
    ///
    /// @param postgres holds user memory and, unless there is a Redis, the response cache
    /// @param redis holds the response cache
    public record Databases(String postgres, String redis) {
        @Override
        public String toString() {
            return "Databases[addresses hidden]";
        }
    }

    /// Which questions are the same.
    public enum Match {
        /// Those that mean the same, and those of the same text.
        MEANING,
        /// Those of the same text.
        TEXT
    }

    /// Which answers the response cache of a server gives.
    ///
    /// @param threshold similarity from which two questions may be the same, -1 to 1
    /// @param budget share of wrong answers by meaning that is not exceeded; takes the place of the threshold
    public record Answers(Match match, double threshold, Optional<Budget> budget) {}

    /// Where the gateway finds the providers; the empty text where a half of it is off, or callers send their own keys.
    public record Gateway(String openAi, String anthropic, String openAiKey, String anthropicKey, int timeoutSeconds) {
        @Override
        public String toString() {
            return "Gateway[" + openAi + ", " + anthropic + ", keys hidden]";
        }
    }

    /// The certificate of the server; the empty text if it speaks plain HTTP.
    ///
    /// @param passwordFile holds the password where it is not given itself
    public record Encryption(String keyStore, String password, String passwordFile) {
        @Override
        public String toString() {
            return "Encryption[" + keyStore + ", password hidden]";
        }
    }

    /// One setting as it is.
    ///
    /// @param text the value; secrets are hidden
    /// @param from where it came from, as a phrase
    public record Value(Setting setting, String text, String from) {}

    /// Variables that begin like ours and belong to the launcher.
    private static final Set<String> LAUNCHER = Set.of("MNEMO_LAUNCHER", "MNEMO_AOT");

    /// Reads the configuration.
    ///
    /// @throws MnemoException with fault `CONFIGURATION` if a value is not allowed; the sentence names what is
    public static Config read(Surroundings around) {
        var reader = new Reader(around);
        var places = Places.find(around, reader::text);
        var recall = new Recall(
                reader.oneOf(Setting.RETRIEVAL, Retrieval.values()),
                reader.number(Setting.RECALL_BUDGET, 500, 1_000_000),
                reader.number(Setting.COMPRESS_INTERVAL, 1, 10_000));
        var models = new Models(
                reader.oneOf(Setting.EMBEDDING_PROVIDER, Provider.values()),
                reader.text(Setting.EMBEDDING_MODEL),
                reader.text(Setting.SMALL_MODEL),
                reader.text(Setting.VOYAGE_API_KEY),
                reader.text(Setting.OPENAI_API_KEY),
                reader.text(Setting.ANTHROPIC_API_KEY));
        var serving = new Serving(
                reader.oneOf(Setting.TOOLS, Tools.values()),
                reader.oneOf(Setting.STRUCTURE, Structure.values()),
                reader.number(Setting.SIDECAR_CAP, 1, Integer.MAX_VALUE));
        var databases = new Databases(reader.text(Setting.POSTGRES), reader.text(Setting.REDIS));
        var gateway = new Gateway(
                reader.text(Setting.GATEWAY_OPENAI),
                reader.text(Setting.GATEWAY_ANTHROPIC),
                reader.text(Setting.GATEWAY_OPENAI_KEY),
                reader.text(Setting.GATEWAY_ANTHROPIC_KEY),
                reader.number(Setting.GATEWAY_TIMEOUT, 1, 86_400));
        var encryption = new Encryption(
                path(around, reader.text(Setting.TLS_KEYSTORE)),
                reader.text(Setting.TLS_PASSWORD),
                path(around, reader.text(Setting.TLS_PASSWORD_FILE)));
        return new Config(
                places,
                recall,
                models,
                serving,
                databases,
                answers(reader),
                gateway,
                encryption,
                UserSettings.of(around.environment(), around::path),
                reader.values(places),
                warnings(around));
    }

    private static Answers answers(Reader reader) {
        double confidence = reader.decimal(Setting.CACHE_CONFIDENCE, 0.5, 0.999_999);
        return new Answers(
                reader.oneOf(Setting.CACHE_MATCH, Match.values()),
                reader.decimal(Setting.CACHE_THRESHOLD, -1, 1),
                reader.text(Setting.CACHE_MAX_ERROR_RATE).isEmpty()
                        ? Optional.empty()
                        : Optional.of(Budget.maxErrorRate(
                                reader.decimal(Setting.CACHE_MAX_ERROR_RATE, 0.000_1, 0.499), confidence)));
    }

    private static String path(Surroundings around, String written) {
        return written.isEmpty() ? "" : around.path(written).toString();
    }

    public Config {
        values = List.copyOf(values);
        warnings = List.copyOf(warnings);
    }

    private static List<String> warnings(Surroundings around) {
        var known = Arrays.stream(Setting.values()).map(Setting::variable).toList();
        return around.environment().keySet().stream()
                .filter(name -> name.startsWith("MNEMO_") && !known.contains(name) && !LAUNCHER.contains(name))
                .sorted()
                .map(name -> "The environment variable " + name + " means nothing"
                        + Nearest.to(name, known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; `mnemo config` lists those that do."))
                .toList();
    }

    /// Reads settings and remembers where each came from.
    private static final class Reader {
        private final Surroundings around;
        private final Map<Setting, String> texts = new EnumMap<>(Setting.class);
        private final Map<Setting, String> sources = new EnumMap<>(Setting.class);

        Reader(Surroundings around) {
            this.around = around;
            for (var setting : Setting.values()) {
                var flag = around.flags().get(setting);
                var variable = around.environment()
                        .getOrDefault(setting.variable(), "")
                        .strip();
                texts.put(setting, flag != null ? flag : variable.isEmpty() ? setting.byDefault() : variable);
                sources.put(
                        setting,
                        flag != null ? "flag --" + setting.key() : variable.isEmpty() ? "default" : "environment");
            }
        }

        String text(Setting setting) {
            return texts.getOrDefault(setting, "");
        }

        int number(Setting setting, int min, int max) {
            try {
                int number = Integer.parseInt(text(setting));
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw wrong(setting, "a whole number from " + min + " to " + max);
        }

        double decimal(Setting setting, double min, double max) {
            try {
                double number = Double.parseDouble(text(setting));
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException _) {
                // Said below.
            }
            throw wrong(setting, "a number from " + plain(min) + " to " + plain(max));
        }

        private static String plain(double number) {
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }

        <E extends Enum<E>> E oneOf(Setting setting, E[] values) {
            var names = new ArrayList<String>();
            for (var value : values) {
                var name = value.name().toLowerCase(Locale.ROOT);
                if (name.equals(text(setting).toLowerCase(Locale.ROOT))) {
                    return value;
                }
                names.add(name);
            }
            throw wrong(setting, "one of " + String.join(", ", names));
        }

        List<Value> values(Places places) {
            var values = new ArrayList<Value>();
            for (var setting : Setting.values()) {
                var text = text(setting);
                var from = sources.getOrDefault(setting, "");
                switch (setting) {
                    case STORE ->
                        values.add(new Value(
                                setting,
                                places.store().toString(),
                                text.isEmpty() ? "found: " + places.storeFrom() : from));
                    case PROJECT_ROOT ->
                        values.add(new Value(setting, places.root().toString(), text.isEmpty() ? "found" : from));
                    case GLOBAL ->
                        values.add(new Value(setting, places.globalStore().toString(), from));
                    default ->
                        values.add(new Value(setting, setting.isSecret() && !text.isEmpty() ? "set" : text, from));
                }
            }
            return values;
        }

        private MnemoException wrong(Setting setting, String allowed) {
            var name = around.flags().containsKey(setting) ? "The flag --" + setting.key() : setting.variable();
            return new MnemoException(
                    Fault.CONFIGURATION, name + " is '" + text(setting) + "'.", "Allowed is " + allowed + ".");
        }
    }
}
