package dev.mnemo.cache.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.cache.contract.Entries;
import dev.mnemo.cache.contract.StoreContract;
import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends StoreContract {
    @Override
    protected Store unopened() {
        return new MemoryStore();
    }

    @Test
    void a_limit_of_its_own_refuses_new_entries_and_takes_replacements() {
        try (var small = new MemoryStore(2)) {
            small.open(Entries.MODEL);
            small.put(Entries.plain("a", "1"));
            small.put(Entries.plain("a", "2"));
            small.put(Entries.plain("a", "2"));
            assertThatThrownBy(() -> small.put(Entries.plain("a", "3")))
                    .isInstanceOfSatisfying(
                            MnemoException.class,
                            fault -> assertThat(fault.fault()).isEqualTo(Fault.DISK_FULL));
            assertThat(small.count(Scope.ALL)).isEqualTo(2);
        }
    }

    @Test
    void a_reader_that_fell_behind_the_log_is_told_so() {
        for (int i = 0; i <= MemoryStore.CHANGES_KEPT; i++) {
            store.put(Entries.plain("a", "q"));
        }
        assertThat(store.changesSince(0, 10).complete()).isFalse();
        assertThat(store.changesSince(1, 10).complete()).isTrue();
    }
}
