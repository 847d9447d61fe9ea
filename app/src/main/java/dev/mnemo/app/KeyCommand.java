package dev.mnemo.app;

import dev.mnemo.app.cli.ExitCode;
import dev.mnemo.app.cli.Table;
import dev.mnemo.app.cli.Terminal;
import dev.mnemo.app.http.Keys;
import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// `mnemo key`: makes, lists and revokes the keys of a server that others reach.
final class KeyCommand {
    static final String USAGE = "Usage: mnemo key create --role admin|tenant|reader [--tenant NAME] [--rate"
            + " REQUESTS_PER_MINUTE] [--data FOLDER]; mnemo key list; mnemo key revoke ID.";

    private final Terminal terminal;
    private final Function<Path, Keys> keysOf;
    private final Surroundings around;

    /// @param keysOf the keys in a file
    KeyCommand(Terminal terminal, Function<Path, Keys> keysOf, Surroundings around) {
        this.terminal = terminal;
        this.keysOf = keysOf;
        this.around = around;
    }

    int run(List<String> words) {
        if (words.isEmpty()) {
            throw new Refusal(USAGE);
        }
        return switch (words.getFirst()) {
            case "create" -> create(flags(words.subList(1, words.size())));
            case "list" -> list(flags(words.subList(1, words.size())));
            case "revoke" -> {
                if (words.size() < 2) {
                    throw new Refusal(USAGE);
                }
                keys(flags(words.subList(2, words.size()))).revoke(words.get(1));
                terminal.out().println("Revoked " + words.get(1) + ".");
                yield ExitCode.DONE;
            }
            default -> throw new Refusal(USAGE);
        };
    }

    private static Map<String, String> flags(List<String> words) {
        var flags = new HashMap<String, String>();
        for (int i = 0; i < words.size(); i += 2) {
            if (i + 1 == words.size()
                    || !List.of("--role", "--tenant", "--rate", "--data").contains(words.get(i))) {
                throw new Refusal("'" + words.get(i) + "' is not understood. " + USAGE);
            }
            flags.put(words.get(i), words.get(i + 1));
        }
        return flags;
    }

    private Keys keys(Map<String, String> flags) {
        var data = flags.get("--data");
        return keysOf.apply((data == null ? UpOptions.data(around) : around.path(data)).resolve(Up.KEYS));
    }

    private int create(Map<String, String> flags) {
        var role = flags.get("--role");
        if (role == null) {
            throw new Refusal(USAGE);
        }
        var made = keys(flags).create(role, flags.getOrDefault("--tenant", ""), rate(flags));
        terminal.out().println(made.secret());
        terminal.err()
                .println("This is " + made.key().id() + "; it is shown once and kept nowhere. Send it as"
                        + " 'Authorization: Bearer KEY'.");
        return ExitCode.DONE;
    }

    private static int rate(Map<String, String> flags) {
        var text = flags.get("--rate");
        try {
            return text == null ? Keys.REQUESTS_PER_MINUTE_DEFAULT : Integer.parseInt(text);
        } catch (NumberFormatException _) {
            throw new Refusal("--rate is a whole number of requests a minute, 1 to " + Keys.REQUESTS_PER_MINUTE_MAX
                    + "; '" + text + "' is none.");
        }
    }

    private int list(Map<String, String> flags) {
        var table = new Table("key", "role", "tenant", "requests a minute", "created");
        keys(flags)
                .list()
                .forEach(key -> table.row(
                        key.id(),
                        key.role().name().toLowerCase(Locale.ROOT),
                        key.tenant().isEmpty() ? "all" : key.tenant(),
                        Integer.toString(key.requestsPerMinute()),
                        key.created()));
        terminal.out().print(table);
        return ExitCode.DONE;
    }
}
