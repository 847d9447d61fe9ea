package dev.mnemo.app;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The words after `mnemo`: settings first (`--tools core` or `--tools=core`), then the command and what belongs to it.
/// Settings may also follow `serve`, because agents' configurations are written that way, and `up`.
///
/// @param settings what flags set
/// @param words the command and its own arguments
record Arguments(Map<Setting, String> settings, List<String> words) {
    /// Takes settings and words apart.
    ///
    /// @throws Refusal if a flag in a setting's place is no setting or has no value
    static Arguments of(String... args) {
        var settings = new EnumMap<Setting, String>(Setting.class);
        var words = new ArrayList<String>();
        for (int i = 0; i < args.length; i++) {
            boolean settingsMayCome = words.isEmpty() || words.getFirst().equals("serve");
            boolean isOfServer = !words.isEmpty() && words.getFirst().equals("up") && isSetting(args[i]);
            if (!(settingsMayCome || isOfServer)
                    || !args[i].startsWith("--")
                    || args[i].equals("--help")
                    || args[i].equals("--version")) {
                words.add(args[i]);
                continue;
            }
            int equals = args[i].indexOf('=');
            var key = args[i].substring(2, equals < 0 ? args[i].length() : equals);
            var setting = Setting.ofKey(key).orElseThrow(() -> unknown(key));
            if (equals < 0 && i + 1 == args.length) {
                throw new Refusal("The flag --" + key + " needs a value: " + setting.about() + ".");
            }
            settings.put(setting, equals < 0 ? args[++i] : args[i].substring(equals + 1));
        }
        return new Arguments(settings, words);
    }

    private static boolean isSetting(String word) {
        return word.startsWith("--")
                && Setting.ofKey(word.substring(2).split("=", 2)[0]).isPresent();
    }

    private static Refusal unknown(String key) {
        var keys = Arrays.stream(Setting.values())
                .map(Setting::key)
                .filter(known -> !known.isEmpty())
                .toList();
        return new Refusal("There is no flag --" + key + "; "
                + Nearest.to(key, keys)
                        .map(near -> "did you mean --" + near + "?")
                        .orElse("settings are: --" + String.join(", --", keys) + "."));
    }
}
