package dev.mnemo.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.app.Config.Retrieval;
import dev.mnemo.app.mcp.McpServer.Tools;
import dev.mnemo.cache.policy.Budget;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir
    Path disk;

    private Path home;
    private Path work;

    @BeforeEach
    void folders() throws IOException {
        home = Files.createDirectories(disk.resolve("home/ann"));
        work = Files.createDirectories(home.resolve("src/shop/web"));
    }

    private Config config(Map<String, String> environment) {
        return config(Map.of(), environment, work);
    }

    private Config config(Map<Setting, String> flags, Map<String, String> environment, Path from) {
        return Config.read(new Surroundings(flags, environment, from, home));
    }

    private Places places(String... environment) {
        return environment.length == 0
                ? config(Map.of()).places()
                : config(Map.of(environment[0], environment[1])).places();
    }

    @Test
    void a_fresh_folder_is_its_own_project_and_nothing_is_made() {
        assertThat(places().root()).isEqualTo(work);
        assertThat(places().store()).isEqualTo(work.resolve(".mnemo"));
        assertThat(places().globalStore()).isEqualTo(home.resolve(".mnemo/global"));
        assertThat(places().registry()).isEqualTo(home.resolve(".mnemo/projects.json"));
        assertThat(work.resolve(".mnemo")).doesNotExist();
        assertThat(home.resolve("mnemo")).doesNotExist();
        assertThat(home.resolve(".mnemo")).doesNotExist();
    }

    @Test
    void the_nearest_store_upward_wins_then_the_git_repository() throws IOException {
        Files.createDirectories(home.resolve("src/shop/.git"));
        assertThat(places().store()).isEqualTo(home.resolve("src/shop/.mnemo"));
        assertThat(places().root()).isEqualTo(home.resolve("src/shop"));
        Files.createDirectories(home.resolve("src/.mnemo"));
        assertThat(places().store()).isEqualTo(home.resolve("src/.mnemo"));
        assertThat(places().root()).isEqualTo(home.resolve("src"));
        Files.createDirectories(work.resolve(".mnemo"));
        assertThat(places().root()).isEqualTo(work);
    }

    @Test
    void the_home_folder_and_the_root_of_the_file_system_are_never_projects() throws IOException {
        Files.createDirectories(home.resolve(".mnemo/nodes"));
        Files.createDirectories(home.resolve(".git"));
        assertThat(places().store()).isEqualTo(work.resolve(".mnemo"));
        var atHome = config(Map.of(), Map.of(), home).places();
        assertThat(atHome.store()).isEqualTo(home.resolve(".mnemo/no-project"));
        var atRoot = config(Map.of(), Map.of(), disk.getRoot()).places();
        assertThat(atRoot.store()).isEqualTo(home.resolve(".mnemo/no-project"));
    }

    @Test
    void an_old_store_in_the_home_folder_is_used_only_if_it_is_one() throws IOException {
        Files.createDirectories(home.resolve("mnemo/logs"));
        assertThat(places().store()).isEqualTo(work.resolve(".mnemo"));
        Files.createDirectories(home.resolve("mnemo/nodes"));
        assertThat(places().store()).isEqualTo(home.resolve("mnemo"));
        assertThat(places().root()).isEqualTo(work);
    }

    @Test
    void a_named_store_is_honoured_and_its_folder_is_the_root() throws IOException {
        var other = Files.createDirectories(home.resolve("src/bank"));
        assertThat(places("MNEMO_STORE", "~/src/bank/.mnemo").store()).isEqualTo(other.resolve(".mnemo"));
        assertThat(places("MNEMO_STORE", "~/src/bank/.mnemo").root()).isEqualTo(other);
        assertThat(places("MNEMO_STORE", "notes").store()).isEqualTo(work.resolve("notes"));
        assertThat(places("MNEMO_STORE", "notes").root()).isEqualTo(work);
        assertThat(places("MNEMO_PROJECT_ROOT", "~/src").root()).isEqualTo(home.resolve("src"));
    }

    @Test
    void the_search_begins_where_the_agent_says() throws IOException {
        var bank = Files.createDirectories(home.resolve("src/bank/.mnemo")).getParent();
        Files.createDirectories(bank.resolve("core"));
        assertThat(places("CLAUDE_PROJECT_DIR", bank.resolve("core").toString()).root())
                .isEqualTo(bank);
        var both = Map.of("CLAUDE_PROJECT_DIR", bank.toString(), "MNEMO_PROJECT_DIR", work.toString());
        assertThat(config(both).places().root()).isEqualTo(work);
    }

    @Test
    void flags_win_over_variables_and_every_value_knows_where_it_came_from() {
        var config = config(
                Map.of(Setting.TOOLS, "core"),
                Map.of("MNEMO_TOOLS", "all", "MNEMO_RECALL_BUDGET", "9000", "VOYAGE_API_KEY", "pa-123"),
                work);
        assertThat(config.serving().tools()).isEqualTo(Tools.CORE);
        assertThat(config.recall().budgetChars()).isEqualTo(9_000);
        assertThat(config.recall().retrieval()).isEqualTo(Retrieval.HYBRID);
        assertThat(config.models().voyageKey()).isEqualTo("pa-123");
        assertThat(config.values())
                .contains(
                        new Config.Value(Setting.TOOLS, "core", "flag --tools"),
                        new Config.Value(Setting.RECALL_BUDGET, "9000", "environment"),
                        new Config.Value(Setting.COMPRESS_INTERVAL, "15", "default"),
                        new Config.Value(Setting.VOYAGE_API_KEY, "set", "environment"))
                .hasSize(Setting.values().length);
        assertThat(config.toString()).doesNotContain("pa-123");
    }

    @Test
    void a_value_that_is_not_allowed_is_refused_with_what_is() {
        assertThatThrownBy(() -> config(Map.of("MNEMO_RECALL_BUDGET", "lots")))
                .isInstanceOfSatisfying(MnemoException.class, fault -> {
                    assertThat(fault.fault()).isEqualTo(Fault.CONFIGURATION);
                    assertThat(fault.sentence())
                            .isEqualTo("MNEMO_RECALL_BUDGET is 'lots'. Allowed is a whole number from 500 to 1000000.");
                });
        assertThatThrownBy(() -> config(Map.of(Setting.RETRIEVAL, "magic"), Map.of(), work))
                .hasMessageContaining("The flag --retrieval is 'magic'.");
    }

    @Test
    void the_cache_of_a_server_has_a_threshold_or_an_error_budget() {
        assertThat(config(Map.of()).answers())
                .isEqualTo(new Config.Answers(Config.Match.MEANING, 0.85, Optional.empty()));
        var strict = Map.of(
                "MNEMO_CACHE_MATCH", "text", "MNEMO_CACHE_THRESHOLD", "0.9", "MNEMO_CACHE_MAX_ERROR_RATE", "0.02");
        assertThat(config(strict).answers())
                .isEqualTo(new Config.Answers(Config.Match.TEXT, 0.9, Optional.of(Budget.maxErrorRate(0.02, 0.95))));
        assertThatThrownBy(() -> config(Map.of("MNEMO_CACHE_MAX_ERROR_RATE", "2 %")))
                .isInstanceOfSatisfying(
                        MnemoException.class,
                        fault -> assertThat(fault.sentence())
                                .isEqualTo(
                                        "MNEMO_CACHE_MAX_ERROR_RATE is '2 %'. Allowed is a number from 0.0001 to 0.499."));
        assertThatThrownBy(() -> config(Map.of("MNEMO_CACHE_THRESHOLD", "NaN")))
                .isInstanceOfSatisfying(
                        MnemoException.class,
                        fault -> assertThat(fault.remedy()).contains("from -1 to 1"));
    }

    @Test
    void a_master_key_is_never_shown() {
        var config = config(Map.of("MNEMO_USER_MASTER_KEY", "hush", "MNEMO_USER_FILES", "files"));
        assertThat(config.toString()).doesNotContain("hush");
        assertThat(config.users().files()).isEqualTo(work.resolve("files").toString());
    }

    @Test
    void a_misspelt_variable_is_pointed_out() {
        assertThat(config(Map.of("MNEMO_RECAL_BUDGET", "1", "MNEMO_AOT", "off", "PATH", "x"))
                        .warnings())
                .containsExactly(
                        "The environment variable MNEMO_RECAL_BUDGET means nothing; did you mean MNEMO_RECALL_BUDGET?");
    }

    @Test
    void settings_come_before_the_command_and_for_serve_also_behind_it() {
        var arguments = Arguments.of("--recall-budget", "900", "recall", "--json", "a", "b");
        assertThat(arguments.settings()).isEqualTo(Map.of(Setting.RECALL_BUDGET, "900"));
        assertThat(arguments.words()).containsExactly("recall", "--json", "a", "b");
        assertThat(Arguments.of("serve", "--tools=core").settings()).isEqualTo(Map.of(Setting.TOOLS, "core"));
        assertThatThrownBy(() -> Arguments.of("--tool", "core", "serve"))
                .isInstanceOf(Refusal.class)
                .hasMessage("There is no flag --tool; did you mean --tools?");
        assertThatThrownBy(() -> Arguments.of("--tools")).hasMessageContaining("needs a value");
    }
}
