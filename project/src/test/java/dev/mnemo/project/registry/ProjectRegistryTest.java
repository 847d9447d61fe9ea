package dev.mnemo.project.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectRegistryTest {
    @TempDir
    Path folder;

    private ProjectRegistry registry() {
        return new ProjectRegistry(folder.resolve("home/projects.json"));
    }

    @Test
    void two_projects_in_folders_of_the_same_name_both_stay_reachable() {
        var one = folder.resolve("a/shop/.mnemo");
        var other = folder.resolve("b/shop/.mnemo");
        assertThat(registry().register("shop", one)).isEqualTo("shop");
        assertThat(registry().register("shop", other)).isEqualTo("shop-2");
        assertThat(registry().register("shop", one)).isEqualTo("shop");
        assertThat(registry().store("shop")).isEqualTo(one);
        assertThat(registry().store("shop-2")).isEqualTo(other);
    }

    @Test
    void a_project_can_be_renamed_but_never_to_the_name_of_another() {
        var one = folder.resolve("a/.mnemo");
        var other = folder.resolve("b/.mnemo");
        registry().register("a", one);
        registry().register("b", other);
        registry().rename("alpha", one);
        assertThat(registry().nameOf(one)).contains("alpha");
        assertThat(registry().entries()).hasSize(2);
        assertThatThrownBy(() -> registry().rename("b", one))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("belongs to");
    }

    @Test
    void the_file_has_the_form_that_others_read_and_the_older_list_is_read_too() throws Exception {
        registry().register("shop", Path.of("/abs/shop/.mnemo"));
        assertThat(folder.resolve("home/projects.json")).hasContent("{\n  \"shop\": \"/abs/shop/.mnemo\"\n}");
        Files.writeString(folder.resolve("home/projects.json"), "[{\"name\":\"old\",\"path\":\"/x/.mnemo\"}]");
        assertThat(registry().store("old")).isEqualTo(Path.of("/x/.mnemo"));
    }

    @Test
    void unknown_names_bad_names_and_a_damaged_file_are_told_in_one_sentence() throws Exception {
        assertThatThrownBy(() -> registry().store("nope"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("'nope'");
        assertThatThrownBy(() -> registry().register(" ", folder)).isInstanceOf(Refusal.class);
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/projects.json"), "{broken");
        assertThatThrownBy(() -> registry().entries()).isInstanceOf(MnemoException.class);
        assertThatThrownBy(() -> registry().register("shop", folder)).isInstanceOf(MnemoException.class);
        assertThat(folder.resolve("home/projects.json")).hasContent("{broken");
    }

    @Test
    void many_registrations_at_once_lose_none() {
        IntStream.range(0, 40)
                .parallel()
                .forEach(i -> registry().register("p" + i, folder.resolve("p" + i + "/.mnemo")));
        assertThat(registry().entries()).hasSize(40);
    }
}
