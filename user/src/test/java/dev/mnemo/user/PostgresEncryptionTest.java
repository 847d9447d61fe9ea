package dev.mnemo.user;

import dev.mnemo.user.store.FindableContract;
import dev.mnemo.user.store.TestStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// Everything an encrypted store promises, on a server.
@Tag("services")
class PostgresEncryptionTest {
    @Nested
    class Secrecy extends SealContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class Relations extends GraphContract {
        @Override
        TestStore create() {
            return TestStore.postgres().encrypted();
        }
    }

    @Nested
    class FindableRows extends FindableContract {
        @Override
        protected TestStore create() {
            return TestStore.postgres().encrypted();
        }
    }

    @Nested
    class Door extends NeuroMemoryContract {
        @Override
        TestStore create() {
            return TestStore.postgres().encrypted();
        }
    }

    @Nested
    class WholePerson extends WholePersonContract {
        @Override
        TestStore create() {
            return TestStore.postgres().encrypted();
        }
    }
}
