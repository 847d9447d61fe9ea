package dev.mnemo.app.cli;

import dev.mnemo.app.ops.Operations;
import dev.mnemo.kernel.fault.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `mnemo completion bash|zsh|fish`: the script with which a shell completes commands, their flags and their words.
/// Made
/// from the same table and the same help that run the commands.
public final class Completion {
    /// How the command is used.
    public static final String USAGE = """
        Usage: mnemo completion bash|zsh|fish
        Prints a script for the shell. To have it in every session:
          bash    mnemo completion bash > ~/.local/share/bash-completion/completions/mnemo
          zsh     mnemo completion zsh > "${fpath[1]}/_mnemo"
          fish    mnemo completion fish > ~/.config/fish/completions/mnemo.fish\
        """;

    private static final int SUMMARY_CHARS_MAX = 70;
    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]*");

    private final List<Entry> entries = new ArrayList<>();
    private final List<String> settings;

    /// What can follow one command.
    private record Entry(String name, String summary, List<String> flags, List<String> words) {}

    /// @param commands the program's own commands
    /// @param settings the flags that may stand in front of a command
    public Completion(Operations operations, List<Commands.Command> commands, List<String> settings) {
        this.settings = List.copyOf(settings);
        var sorted = new TreeMap<String, Entry>();
        for (var operation : operations.all()) {
            var name = Verb.nameOf(operation.name());
            var flags = new ArrayList<String>();
            operation
                    .parameters()
                    .forEach(parameter -> flags.add("--" + parameter.name().replace('_', '-')));
            flags.addAll(List.of("--json", "--help"));
            sorted.put(name, new Entry(name, summary(operation.summary()), flags, List.of()));
        }
        for (var command : commands) {
            var flags = new LinkedHashSet<String>();
            FLAG.matcher(command.usage()).results().forEach(flag -> flags.add(flag.group()));
            sorted.put(
                    command.name(),
                    new Entry(command.name(), summary(command.summary()), List.copyOf(flags), words(command)));
        }
        entries.addAll(sorted.values());
    }

    /// The words that a command's help names in its place: `mnemo cache import|export …`, or a line for each.
    private static List<String> words(Commands.Command command) {
        Set<String> words = new LinkedHashSet<>();
        Pattern.compile("mnemo " + Pattern.quote(command.name()) + " ([a-z]+(?:\\|[a-z]+)*)")
                .matcher(command.usage())
                .results()
                .forEach(found -> words.addAll(List.of(found.group(1).split("\\|", -1))));
        return List.copyOf(words);
    }

    private static String summary(String text) {
        int end = text.indexOf(". ");
        var sentence = (end < 0 ? text : text.substring(0, end))
                .replaceAll(": mnemo .*", "")
                .replaceAll("\\.$", "");
        var plain = sentence.replaceAll("[^\\p{L}\\p{N} ,;:().-]", "");
        return plain.length() > SUMMARY_CHARS_MAX ? plain.substring(0, SUMMARY_CHARS_MAX - 1) + "…" : plain;
    }

    /// The script for a shell.
    ///
    /// @param words what followed `completion`
    /// @throws Refusal for a shell that is not known
    public String script(List<String> words) {
        return switch (words.size() == 1 ? words.getFirst() : "") {
            case "bash" -> bash();
            case "zsh" -> zsh();
            case "fish" -> fish();
            default -> throw new Refusal(USAGE);
        };
    }

    private String bash() {
        var cases = new StringBuilder();
        for (var entry : entries) {
            cases.append("    ")
                    .append(entry.name())
                    .append(") words='")
                    .append(String.join(" ", entry.words()))
                    .append("' flags='")
                    .append(String.join(" ", entry.flags()))
                    .append("' ;;\n");
        }
        return """
                # mnemo completion for bash
                _mnemo() {
                  local cur=${COMP_WORDS[COMP_CWORD]} command='' words flags i
                  for ((i = 1; i < COMP_CWORD; i++)); do
                    case ${COMP_WORDS[i]} in
                    SETTINGS) i=$((i + 1)) ;;
                    -*) ;;
                    *) command=${COMP_WORDS[i]}; break ;;
                    esac
                  done
                  case $command in
                    '') words='NAMES' flags='FLAGS' ;;
                CASES    *) words='' flags='' ;;
                  esac
                  if [[ $cur == -* ]]; then
                    COMPREPLY=($(compgen -W "$flags" -- "$cur"))
                  else
                    COMPREPLY=($(compgen -W "$words" -- "$cur"))
                  fi
                }
                complete -o default -F _mnemo mnemo
                """.replace("SETTINGS", settings.isEmpty() ? "--" : String.join(" | ", settings))
                .replace("NAMES", names())
                .replace("FLAGS", String.join(" ", settings) + " --help --version")
                .replace("CASES", cases);
    }

    private String names() {
        return String.join(" ", entries.stream().map(Entry::name).toList());
    }

    private String zsh() {
        var names = new StringBuilder();
        var cases = new StringBuilder();
        for (var entry : entries) {
            names.append("    '")
                    .append(entry.name())
                    .append(':')
                    .append(entry.summary().replace(":", "\\:"))
                    .append("'\n");
            cases.append("    ")
                    .append(entry.name())
                    .append(") flags=(")
                    .append(String.join(" ", entry.flags()))
                    .append(") rest=(")
                    .append(String.join(" ", entry.words()))
                    .append(") ;;\n");
        }
        return """
                #compdef mnemo
                # mnemo completion for zsh
                _mnemo() {
                  local -a known flags rest
                  local command='' i
                  known=(
                NAMES  )
                  for ((i = 2; i < CURRENT; i++)); do
                    case ${words[i]} in
                    SETTINGS) ((i++)) ;;
                    -*) ;;
                    *) command=${words[i]}; break ;;
                    esac
                  done
                  case $command in
                    '') flags=(FLAGS) ;;
                CASES  esac
                  if [[ ${words[CURRENT]} == -* ]]; then
                    compadd -- $flags
                  elif [[ -z $command ]]; then
                    _describe command known
                  else
                    compadd -- $rest
                    _files
                  fi
                }
                _mnemo "$@"
                """.replace("SETTINGS", settings.isEmpty() ? "--" : String.join(" | ", settings))
                .replace("NAMES", names)
                .replace("FLAGS", String.join(" ", settings) + " --help --version")
                .replace("CASES", cases);
    }

    private String fish() {
        var script = new StringBuilder("# mnemo completion for fish\n");
        for (var setting : settings) {
            script.append("complete -c mnemo -n __fish_use_subcommand -l ")
                    .append(setting.substring(2))
                    .append(" -r\n");
        }
        for (var entry : entries) {
            script.append("complete -c mnemo -n __fish_use_subcommand -f -a ")
                    .append(entry.name())
                    .append(" -d '")
                    .append(entry.summary())
                    .append("'\n");
            var seen = "complete -c mnemo -n '__fish_seen_subcommand_from " + entry.name() + "' ";
            entry.flags()
                    .forEach(flag -> script.append(seen)
                            .append("-l ")
                            .append(flag.substring(2))
                            .append('\n'));
            entry.words()
                    .forEach(word ->
                            script.append(seen).append("-a ").append(word).append('\n'));
        }
        return script.toString();
    }
}
