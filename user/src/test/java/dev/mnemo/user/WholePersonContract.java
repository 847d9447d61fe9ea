package dev.mnemo.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.embed.Embedder;
import dev.mnemo.kernel.embed.HashEmbedder;
import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.user.extract.ExtractionStrategy;
import dev.mnemo.user.fact.MemoryType;
import dev.mnemo.user.fact.NewMemory;
import dev.mnemo.user.store.TestStore;
import java.io.BufferedReader;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Everything of a person: erased without remains, exported and brought back as it was.
abstract class WholePersonContract {
    private static final String ANN = "Annemarie/安娜";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final CountDownLatch embedding = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private TestStore test;
    private NeuroMemory memory;

    abstract TestStore create();

    @BeforeEach
    void open() {
        test = create();
        memory = test.builder(new Random(3))
                .extraction(ExtractionStrategy.ON_DEMAND)
                .embedding(new Slow())
                .open();
    }

    /// Embeds like another, but waits in the middle of the word "slow" until the test lets it go on.
    private final class Slow implements Embedder {
        private final HashEmbedder hash = new HashEmbedder(16);

        @Override
        public String fingerprint() {
            return hash.fingerprint();
        }

        @Override
        public int dimensions() {
            return hash.dimensions();
        }

        @Override
        public List<float[]> embed(List<String> texts, Purpose purpose) {
            if (texts.contains("slow")) {
                embedding.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return hash.embed(texts, purpose);
        }
    }

    @AfterEach
    void close() {
        goOn.countDown();
        memory.close();
        test.close();
    }

    private void fill(String user) {
        memory.ingest(user, "user", "I moved to Porto, 我喜欢茶", "s 1");
        memory.ingest(user, "assistant", "How nice", "s 1");
        var old = memory.memories()
                .add(
                        user,
                        NewMemory.of(MemoryType.FACT, "Lives in Berlin")
                                .withSlot("user", "city")
                                .withSources(List.of("m-1"))
                                .withMetadata(Json.parseObject("{\"n\":1.50,\"deep\":{\"x\":[null,true]}}")));
        test.clock.advance(Duration.ofHours(1));
        memory.memories().update(user, old.id(), MemoryUpdate.content("Lives in Porto"));
        memory.memories()
                .delete(
                        user,
                        memory.memories()
                                .add(user, NewMemory.of(MemoryType.GENERAL, "To be dropped"))
                                .id());
        memory.kv().set(user, "profile", "identity", Json.of("Annemarie"));
        memory.kv().set(user, "profile", "identity", Json.Null.NULL);
        assertThat(memory.awaitIdle(user, PATIENCE)).isTrue();
    }

    private String export(String user) {
        var out = new StringWriter();
        long rows = memory.exportUserData(user, out);
        assertThat(out.toString().lines().count()).isBetween(rows + 1, rows + 2);
        return out.toString();
    }

    private long bring(String user, String lines) {
        return memory.importUserData(user, new BufferedReader(new StringReader(lines)));
    }

    @Test
    void an_erased_person_leaves_nothing_and_nothing_comes_back() throws Exception {
        fill(ANN);
        fill("Bob");
        memory.ingest(ANN, "user", "slow");
        embedding.await();
        memory.ingest(ANN, "user", "still waiting");
        var certificate = memory.deleteUserData(ANN);
        assertThat(certificate.counts())
                .containsEntry("messages", 4L)
                .containsEntry("memories", 2L)
                .containsEntry("key_values", 1L)
                .containsEntry("entries", 6L);
        goOn.countDown();
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        assertThat(memory.awaitIdle("Bob", PATIENCE)).isTrue();
        var check = memory.verifyErasure(ANN);
        assertThat(check.rows()).isEmpty();
        assertThat(check.fileTraces()).isZero();
        assertThat(check.isClean()).isTrue();
        assertThat(check.certificate()).contains(certificate);
        assertThat(memory.stats(ANN).total()).isZero();
        assertThat(memory.stats("Bob").total()).isEqualTo(2);
        assertThat(memory.verifyErasure("Bob").isClean()).isFalse();
    }

    @Test
    void certificates_form_a_chain_and_name_nobody() {
        fill(ANN);
        var first = memory.deleteUserData(ANN);
        var second = memory.deleteUserData("never seen");
        memory.ingest(ANN, "user", "I am back");
        var third = memory.deleteUserData(ANN);
        assertThat(second.previousHash()).isEqualTo(first.hash());
        assertThat(third.previousHash()).isEqualTo(second.hash());
        assertThat(third.number()).isEqualTo(3);
        assertThat(third.subject()).isEqualTo(first.subject()).isNotEqualTo(second.subject());
        assertThat(second.counts()).isEqualTo(Map.of());
        assertThat(first.isIntact()).isTrue();
        assertThat(first.toString()).doesNotContain("Annemarie");
        assertThat(memory.tenant("other").verifyErasure(ANN).certificate()).isEmpty();
    }

    @Test
    void export_deletion_and_import_leave_everything_as_it_was() {
        fill(ANN);
        var before = export(ANN);
        var stats = memory.stats(ANN);
        memory.deleteUserData(ANN);
        assertThat(export(ANN).lines()).hasSize(1);
        assertThat(bring(ANN, before)).isPositive();
        assertThat(export(ANN)).isEqualTo(before);
        assertThat(memory.stats(ANN)).isEqualTo(stats);
        assertThat(memory.awaitIdle(ANN, PATIENCE)).isTrue();
        bring("Somebody else", before);
        assertThat(export("Somebody else")).isEqualTo(before);
        memory.ingest(ANN, "user", "life goes on", "s 1");
        assertThat(memory.conversations().getSessionMessages(ANN, "s 1")).hasSize(3);
    }

    @Test
    void work_that_waits_travels_and_is_done_where_it_arrives() throws Exception {
        memory.ingest(ANN, "user", "slow");
        embedding.await();
        memory.ingest(ANN, "user", "waits");
        var lines = export(ANN);
        bring("Twin", lines);
        goOn.countDown();
        assertThat(memory.awaitIdle("Twin", PATIENCE)).isTrue();
        assertThat(export("Twin").lines().filter(line -> line.startsWith("{\"table\":\"vectors\"")))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{\"format\":\"other\",\"version\":1}",
                "{\"format\":\"mnemo-user\",\"version\":2}",
                "{\"format\":\"mnemo-user\",\"version\":1}\n{\"table\":\"certificates\",\"row\":{\"number\":1}}",
                "{\"format\":\"mnemo-user\",\"version\":1}\n{\"table\":\"messages\",\"row\":{}}",
                "{\"format\":\"mnemo-user\",\"version\":1}\n{\"table\":\"messages\",\"row\":{\"user_id\":\"Bob\"}}",
                "{\"format\":\"mnemo-user\",\"version\":1}\n{\"table\":\"messages\",\"row\":{\"x) values (1); --\":1}}",
                "{\"format\":\"mnemo-user\",\"version\":1}\n{\"table\":\"vectors\",\"row\":{\"model\":\"m\",\"seq\":1,\"dimensions\":3,\"vector\":\"AA==\"}}",
                "{\"format\":\"mnemo-user\",\"version\":1}\n{\"table\":\"vectors\",\"row\":{\"vector\":\"#\"}}"
            })
    void what_is_no_export_is_refused_and_leaves_nothing(String lines) {
        assertThatThrownBy(() -> bring(ANN, lines)).isInstanceOf(Refusal.class);
        assertThat(export(ANN).lines()).hasSize(1);
    }

    @Test
    void a_damaged_row_stops_the_whole_import() {
        fill(ANN);
        var lines = export(ANN).replace("\"type\":\"fact\"", "\"type\":\"feeling\"");
        assertThatThrownBy(() -> bring("Twin", lines))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be read");
        assertThat(memory.stats("Twin").messages()).isZero();
        assertThatThrownBy(() -> bring(ANN, lines))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Something is kept of this user already");
    }
}
