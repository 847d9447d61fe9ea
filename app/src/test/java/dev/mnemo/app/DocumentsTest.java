package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What documents say of commands, flags, variables and files is so: each command line in them names a command that
/// there is with flags that it takes.
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// What follows the name in documents and is no command of the program: the launcher's own, lines that it prints, a
    /// tool that is to be made.
    private static final Set<String> OTHERS = Set.of("test", "help", "for", "shop", "oldest");

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]+`|(?m)^    .*$");
    private static final Pattern COMMAND = Pattern.compile("(?<![\\w/~.-])(?:\\./)?mnemo((?: [^\\s|;&#)`'\"]+)+)");
    private static final Pattern FLAG = Pattern.compile("--[a-z][a-z-]+");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#\\s]+)");
    private static final Pattern VARIABLE = Pattern.compile("MNEMO_[A-Z_]+[A-Z]");

    @TempDir
    Path home;

    private static List<Path> documents() throws IOException {
        var documents = new ArrayList<Path>();
        for (var folder :
                List.of("", "docs", "integrations/claude-code", "integrations/claude-code/skills/project-memory")) {
            try (var files = Files.newDirectoryStream(ROOT.resolve(folder), "*.md")) {
                files.forEach(documents::add);
            }
        }
        return documents;
    }

    /// Flags of every command by its name, as the program tells a shell.
    private Map<String, Set<String>> commands() throws Exception {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        TestProcess.withoutModels(),
                        "dev.mnemo.app.Main",
                        "completion",
                        "fish")
                .directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        TestProcess.forgetSettings(builder);
        builder.environment().put("HOME", home.toString());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        var commands = new LinkedHashMap<String, Set<String>>();
        for (var line : said.lines().toList()) {
            var name = Pattern.compile("__fish_use_subcommand -f -a (\\S+)").matcher(line);
            var flag = Pattern.compile("__fish_seen_subcommand_from (\\S+)' -l (\\S+)")
                    .matcher(line);
            if (name.find()) {
                commands.put(name.group(1), new HashSet<>(Set.of("--help")));
            } else if (flag.find()) {
                commands.getOrDefault(flag.group(1), new HashSet<>()).add("--" + flag.group(2));
            }
        }
        assertThat(commands).hasSizeGreaterThan(50);
        return commands;
    }

    @Test
    void every_command_line_names_a_command_and_flags_that_there_are() throws Exception {
        var commands = commands();
        var settings = Arrays.stream(Setting.values())
                .filter(setting -> !setting.key().isEmpty())
                .map(setting -> "--" + setting.key())
                .toList();
        var wrong = new ArrayList<String>();
        int seen = 0;
        for (var document : documents()) {
            for (var code : CODE.matcher(Files.readString(document)).results().toList()) {
                for (var line : COMMAND.matcher(code.group()).results().toList()) {
                    var words = new ArrayList<>(List.of(line.group(1).strip().split(" ", -1)));
                    while (words.size() > 1 && settings.contains(words.getFirst())) {
                        words.subList(0, 2).clear();
                    }
                    var name = words.getFirst();
                    if (!name.matches("[a-z][a-z-]*") || OTHERS.contains(name)) {
                        continue;
                    }
                    seen++;
                    var flags = commands.get(name);
                    var known = flags == null && name.equals("show") ? commands.get("query") : flags;
                    if (known == null) {
                        wrong.add(document.getFileName() + ": no command: " + line.group());
                    } else if (!name.equals("serve")) {
                        FLAG.matcher(String.join(" ", words))
                                .results()
                                .filter(flag -> !known.contains(flag.group())
                                        && !(name.equals("up") && settings.contains(flag.group())))
                                .forEach(flag -> wrong.add(document.getFileName() + ": no flag: " + line.group()));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(50);
    }

    @Test
    void every_link_to_a_file_leads_to_one() throws Exception {
        var dead = new ArrayList<String>();
        for (var document : documents()) {
            for (var link : LINK.matcher(Files.readString(document)).results().toList()) {
                if (Files.notExists(document.resolveSibling(link.group(1)))) {
                    dead.add(document.getFileName() + ": " + link.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void every_setting_is_in_a_document() throws Exception {
        var text = new StringBuilder();
        for (var document : documents()) {
            text.append(Files.readString(document));
        }
        assertThat(Arrays.stream(Setting.values())
                        .map(Setting::variable)
                        .filter(variable -> text.indexOf("`" + variable + "`") < 0)
                        .toList())
                .isEmpty();
    }

    @Test
    void every_variable_that_the_program_reads_is_a_setting_that_config_shows() throws Exception {
        var known = new HashSet<String>(Set.of("MNEMO_LAUNCHER", "MNEMO_AOT"));
        Arrays.stream(Setting.values()).map(Setting::variable).forEach(known::add);
        var unknown = new ArrayList<String>();
        for (var module : List.of("app", "kernel", "project", "user", "cache", "models", "providers", "grammars")) {
            try (var files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
                for (var file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    VARIABLE.matcher(Files.readString(file))
                            .results()
                            .filter(found -> !known.contains(found.group()))
                            .forEach(found -> unknown.add(file.getFileName() + ": " + found.group()));
                }
            }
        }
        VARIABLE.matcher(Files.readString(ROOT.resolve("mnemo")))
                .results()
                .filter(found -> !known.contains(found.group()))
                .forEach(found -> unknown.add("mnemo: " + found.group()));
        assertThat(unknown).isEmpty();
    }
}
