package dev.mnemo.user;

import dev.mnemo.user.store.TestStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// What an operator does, on a server.
@Tag("services")
class PostgresUpkeepTest {
    @Nested
    class Keeping extends KeepContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }
}
