package dev.mnemo.user.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What is held in memory follows the shelf.
class PersonTest {
    private static final List<String> WORDS =
            List.of("tea", "walk", "train", "music", "river", "office", "bread", "garden", "phone", "winter", "你好世界");

    @Test
    void after_any_changes_it_answers_as_if_read_anew() throws Exception {
        long seed = 11;
        var random = new Random(seed);
        var shelf = new Shelved();
        var followed = Shelved.recall(Recipe.HYBRID);
        Map<Long, Remembered> alive = new HashMap<>();
        for (int step = 0; step < 400; step++) {
            change(shelf, alive, random);
            if (step % 20 == 0) {
                var cue = Cue.of(text(random)).withLimit(50);
                var expected = new Shelved();
                alive.values().stream()
                        .sorted(java.util.Comparator.comparingLong(Remembered::id))
                        .forEach(expected::put);
                var anew = Shelved.recall(Recipe.HYBRID).recall("ann", expected, Relation.Source.NONE, cue);
                var found = followed.recall("ann", shelf, Relation.Source.NONE, cue);
                assertThat(found.hits().stream()
                                .map(hit -> hit.text() + rounded(hit))
                                .sorted())
                        .as("seed " + seed + ", step " + step)
                        .containsExactlyElementsOf(anew.hits().stream()
                                .map(hit -> hit.text() + rounded(hit))
                                .sorted()
                                .toList());
            }
        }
    }

    private static String rounded(Hit hit) {
        return " %.6f".formatted(hit.score());
    }

    private static void change(Shelved shelf, Map<Long, Remembered> alive, Random random) {
        var ids = new ArrayList<>(alive.keySet());
        switch (ids.isEmpty() ? 0 : random.nextInt(5)) {
            case 0, 1 -> {
                var memory = shelf.memory(
                        random.nextBoolean() ? Kind.MESSAGE : Kind.FACT,
                        text(random),
                        random.nextBoolean() ? "Ann" : "Bob",
                        "s" + random.nextInt(3),
                        Duration.ofHours(random.nextInt(5_000)));
                alive.put(memory.id(), memory);
                if (random.nextBoolean()) {
                    shelf.put(memory);
                } else {
                    shelf.putWithoutVector(memory);
                    shelf.giveVector(memory);
                }
            }
            case 2 -> {
                long id = ids.get(random.nextInt(ids.size()));
                alive.remove(id);
                shelf.remove(id);
            }
            case 3 -> {
                var old = alive.get(ids.get(random.nextInt(ids.size())));
                var heavier = Shelved.weighed(old, 1 + random.nextInt(10), new Emotion(0, random.nextDouble()), 3);
                alive.put(heavier.id(), heavier);
                shelf.put(heavier);
            }
            default -> shelf.remove(1_000_000);
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int word = 0; word < 5; word++) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return text.append(random.nextInt(4) == 0 ? "?" : "").toString().strip();
    }

    @Test
    void beginning_anew_forgets_everything_before() {
        var shelf = new Shelved();
        shelf.put(shelf.fact("Ann had a secret"));
        var erased = new Shelved();
        erased.put(erased.fact("Ann is new here"));
        var current = new Shelf[] {shelf};
        Shelf switching = (mark, limit) -> {
            boolean same = current[0] == shelf || mark.generation() == 2;
            var changes = current[0].since(same ? mark : Shelf.Mark.BEGINNING, limit);
            long generation = current[0] == shelf ? 1 : 2;
            var told = new Shelf.Mark(generation, changes.mark().rows(), 0, 0, 0);
            return new Shelf.Changes(changes.anew(), changes.alive(), changes.changes(), told, changes.complete());
        };
        var recall = Shelved.recall(Recipe.HYBRID);
        assertThat(Shelved.texts(recall.recall("ann", switching, Relation.Source.NONE, Cue.of("Ann"))))
                .containsExactly("Ann had a secret");
        current[0] = erased;
        assertThat(Shelved.texts(recall.recall("ann", switching, Relation.Source.NONE, Cue.of("Ann"))))
                .containsExactly("Ann is new here");
    }

    @Test
    void many_may_ask_while_it_grows() throws Exception {
        var shelf = new Shelved();
        shelf.put(shelf.fact("Ann sails"));
        var recall = Shelved.recall(Recipe.HYBRID);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                work.add(() -> {
                    int least = 0;
                    for (int round = 0; round < 50; round++) {
                        shelf.put(shelf.fact("Ann sails on day " + shelf.nextId()));
                        int found = recall.recall(
                                        "ann",
                                        shelf,
                                        Relation.Source.NONE,
                                        Cue.of("when does Ann sail").withLimit(900))
                                .hits()
                                .size();
                        assertThat(found).isGreaterThan(least);
                        least = found;
                    }
                    return least;
                });
            }
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isPositive();
            }
        }
        assertThat(recall.recall(
                                "ann",
                                shelf,
                                Relation.Source.NONE,
                                Cue.of("Ann").withLimit(900))
                        .hits())
                .hasSize(401);
    }

    @Test
    void people_make_room_for_each_other_and_are_kept_apart() {
        var recall = new Recall(Recipe.HYBRID, Optional.of(Shelved.EMBEDDER), () -> Shelved.NOW, 20_000);
        var shelves = new HashMap<String, Shelved>();
        for (int round = 0; round < 3; round++) {
            for (int person = 0; person < 10; person++) {
                var name = "tenant/person " + person;
                var shelf = shelves.computeIfAbsent(name, _ -> new Shelved());
                for (int i = 0; i < 5; i++) {
                    shelf.put(shelf.fact(name + " notes " + shelf.nextId()));
                }
                var found = recall.recall(
                        name, shelf, Relation.Source.NONE, Cue.of("notes").withLimit(100));
                assertThat(found.hits()).hasSize(5 * (round + 1));
                assertThat(Shelved.texts(found)).allMatch(text -> text.startsWith(name + " "));
                assertThat(recall.heldBytes()).isLessThan(40_000);
            }
        }
    }
}
