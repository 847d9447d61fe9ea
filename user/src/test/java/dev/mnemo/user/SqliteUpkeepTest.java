package dev.mnemo.user;

import dev.mnemo.user.store.TestStore;
import org.junit.jupiter.api.Nested;

/// What an operator does, in a file.
class SqliteUpkeepTest {
    @Nested
    class Keeping extends KeepContract {
        @Override
        TestStore create() {
            return TestStore.sqlite();
        }
    }
}
