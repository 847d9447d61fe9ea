package dev.mnemo.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.recall.Hit;
import dev.mnemo.user.store.Page;
import dev.mnemo.user.talk.Message;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every chat memory of a framework promises when it is kept in a user memory.
public abstract class KeptChatContract {
    /// A message in no framework's words.
    ///
    /// @param tool name of a tool that is called, or whose result the text is; empty for none
    public record Said(String role, String text, String tool) {
        public static Said user(String text) {
            return new Said("user", text, "");
        }

        public static Said assistant(String text) {
            return new Said("assistant", text, "");
        }

        public static Said system(String text) {
            return new Said("system", text, "");
        }
    }

    private static final String CHAT = "ann/talk";

    @TempDir
    private Path folder;

    protected NeuroMemory memory;

    protected abstract void save(String chat, List<Said> messages);

    protected abstract List<Said> load(String chat);

    protected abstract void delete(String chat);

    @BeforeEach
    void open() {
        memory = NeuroMemory.builder(folder.resolve("memory.db").toString(), InstantSource.system(), new Random(1))
                .autoExtract(false)
                .open();
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private List<String> stored(String user, String session) {
        return memory.conversations().getSessionMessages(user, session, Page.ITEMS_MAX, 0).stream()
                .map(Message::content)
                .toList();
    }

    @Test
    void a_chat_comes_back_as_it_was_given() {
        var chat = List.of(
                Said.system("Be brief."),
                Said.user("How warm is it in Rome?"),
                new Said("assistant", "", "weather"),
                new Said("tool", "30 degrees", "weather"),
                Said.assistant("It is 30 degrees in Rome."));
        save(CHAT, chat);
        assertThat(load(CHAT)).isEqualTo(chat);
        assertThat(stored("ann", "talk")).hasSize(5).anyMatch(text -> text.contains("weather("));
        assertThat(load("ann/another")).isEmpty();
        assertThat(load("bob/talk")).isEmpty();
    }

    @Test
    void a_list_that_grows_stores_each_message_once() {
        var chat = new ArrayList<Said>();
        for (int i = 0; i < 6; i++) {
            chat.add(i % 2 == 0 ? Said.user("question " + i / 4) : Said.assistant("yes"));
            save(CHAT, chat);
            save(CHAT, chat);
        }
        assertThat(stored("ann", "talk")).hasSize(6);
        assertThat(load(CHAT)).isEqualTo(chat);
    }

    @Test
    void what_a_window_drops_is_no_part_of_the_chat_and_is_recalled() {
        save(CHAT, List.of(Said.system("Be brief."), Said.user("My dog is called Behemoth"), Said.assistant("Nice.")));
        var later = List.of(Said.system("Be brief."), Said.assistant("Nice."), Said.user("What about my cat?"));
        save(CHAT, later);
        assertThat(load(CHAT)).isEqualTo(later);
        assertThat(stored("ann", "talk")).hasSize(4);
        assertThat(memory.recall("ann", "dog called").merged())
                .extracting(Hit::text)
                .first()
                .isEqualTo("My dog is called Behemoth");
    }

    @Test
    void a_summary_in_place_of_messages_is_the_only_new_message() {
        save(CHAT, List.of(Said.user("one"), Said.assistant("two"), Said.user("three"), Said.assistant("four")));
        var shorter = List.of(Said.assistant("We counted to two."), Said.user("three"), Said.assistant("four"));
        save(CHAT, shorter);
        assertThat(load(CHAT)).isEqualTo(shorter);
        assertThat(stored("ann", "talk")).containsExactly("one", "two", "three", "four", "We counted to two.");
    }

    @Test
    void what_was_said_by_other_ways_belongs_to_the_chat() {
        memory.ingest("ann", "user", "said before", "talk");
        assertThat(load(CHAT)).containsExactly(Said.user("said before"));
        save(CHAT, List.of(Said.user("said before"), Said.assistant("so it was")));
        memory.ingest("ann", "user", "said after", "talk");
        var all = List.of(Said.user("said before"), Said.assistant("so it was"), Said.user("said after"));
        assertThat(load(CHAT)).isEqualTo(all);
        save(CHAT, all);
        assertThat(stored("ann", "talk")).hasSize(3);
    }

    @Test
    void a_deleted_chat_leaves_nothing_to_recall() {
        save(CHAT, List.of(Said.user("The password of the shed is pineapple, remember the shed")));
        save("ann/other", List.of(Said.user("The garden is large")));
        memory.recall("ann", "shed");
        delete(CHAT);
        assertThat(load(CHAT)).isEmpty();
        assertThat(stored("ann", "talk")).isEmpty();
        assertThat(memory.recall("ann", "shed").merged())
                .extracting(Hit::text)
                .noneMatch(text -> text.contains("shed"));
        assertThat(load("ann/other")).hasSize(1);
        delete(CHAT);
        save(CHAT, List.of(Said.user("begun anew")));
        assertThat(load(CHAT)).containsExactly(Said.user("begun anew"));
    }

    @Test
    void a_secret_is_replaced_and_its_message_still_stored_once() {
        var chat = List.of(Said.user("my key is sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD, use it"));
        save(CHAT, chat);
        save(CHAT, chat);
        assertThat(stored("ann", "talk")).hasSize(1).noneMatch(text -> text.contains("abcdefghijkl"));
    }

    @Test
    void a_list_without_a_window_is_refused_in_one_sentence() {
        var many = new ArrayList<Said>();
        for (int i = 0; i <= ChatLog.MESSAGES_MAX; i++) {
            many.add(Said.user("message " + i));
        }
        assertThatThrownBy(() -> save(CHAT, many)).isInstanceOf(Refusal.class).hasMessageContaining("window");
    }

    @Test
    void a_moving_window_stores_what_was_said_and_holds_what_it_holds() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var said = new ArrayList<Said>();
        var window = new ArrayList<Said>();
        for (int step = 0; step < 60; step++) {
            for (int count = random.nextInt(1, 4); count > 0; count--) {
                var next = new Said(said.size() % 2 == 0 ? "user" : "assistant", "word" + random.nextInt(40), "");
                said.add(next);
                window.add(next);
            }
            while (window.size() > 9) {
                window.removeFirst();
            }
            save(CHAT, List.copyOf(window));
            assertThat(load(CHAT)).as("seed " + seed).isEqualTo(window);
        }
        assertThat(stored("ann", "talk"))
                .as("seed " + seed)
                .isEqualTo(said.stream().map(Said::text).toList());
    }
}
