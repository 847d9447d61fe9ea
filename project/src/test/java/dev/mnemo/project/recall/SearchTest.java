package dev.mnemo.project.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.event.EventLog;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.node.NodeStore;
import dev.mnemo.project.recall.Search.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    @TempDir
    private Path directory;

    private NodeStore shop;
    private NodeStore global;
    private Search search;

    @BeforeEach
    void open() {
        shop = Golden.open("shop/.mnemo", directory.resolve("shop"));
        global = Golden.open("global", directory.resolve("global"));
        var rankings = new Rankings(Recipe.HYBRID, Optional.empty(), EventLog.NONE, Golden.CLOCK);
        var others = new OtherStores() {
            @Override
            public List<String> names() {
                return List.of("copy");
            }

            @Override
            public NodeStore store(String project) {
                if (!project.equals("copy")) {
                    throw new Refusal("There is no project '" + project + "'.");
                }
                return shop;
            }
        };
        search = new Search(new Sources(shop, global, others, rankings), EventLog.NONE, Golden.CLOCK);
    }

    @AfterEach
    void close() {
        shop.close();
        global.close();
    }

    private List<String> found(String query, String scope, String project, boolean inactive) {
        return search.search(new Request(query, 10, scope, project, inactive)).hits().stream()
                .map(Remembered::brief)
                .toList();
    }

    @Test
    void finds_words_in_any_form() {
        assertThat(found("rotation", "all", "", false)).contains("bc4d195b");
        assertThat(found("token store", "all", "", false)).contains("4de5de0d");
        assertThat(found("RS256", "all", "", false)).containsExactly("fafd31db");
        assertThat(found("HS256", "all", "", false)).isEmpty();
        assertThat(found("größenangaben", "all", "", false)).containsExactly("e9c89116");
    }

    @Test
    void finds_an_address_whether_it_still_holds_or_not() {
        assertThat(found("fafd31db", "all", "", false)).first().isEqualTo("fafd31db");
        var superseded = search.search(new Request("3b7d661650d6", 10, "all", "", false));
        assertThat(superseded.hits()).first().extracting(Remembered::state).isEqualTo("inactive");
        assertThat(Search.text(superseded)).contains("✗ no longer holds");
    }

    @Test
    void looks_among_what_no_longer_holds_only_when_asked() {
        assertThat(found("HS256", "all", "", true)).isNotEmpty().doesNotContain("fafd31db");
        assertThat(found("envoy", "all", "", false)).isEmpty();
        assertThat(found("envoy", "all", "", true)).isNotEmpty();
    }

    @Test
    void looks_where_it_is_told_to() {
        assertThat(found("RS256", "global", "", false)).isEmpty();
        assertThat(found("RS256", "project", "", false)).hasSize(1);
        assertThat(found("RS256", "all", "copy", false)).hasSize(1);
        assertThat(search.search(new Request("RS256", 10, "all", "all", false)).stores())
                .isEqualTo(2);
        assertThatThrownBy(() -> found("RS256", "moon", "", false))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("all, project or global");
        assertThatThrownBy(() -> found("RS256", "all", "nada", false)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> found(" ", "all", "", false)).isInstanceOf(Refusal.class);
    }
}
