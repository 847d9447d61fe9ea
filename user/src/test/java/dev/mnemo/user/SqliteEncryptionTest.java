package dev.mnemo.user;

import dev.mnemo.user.fact.MemoriesContract;
import dev.mnemo.user.store.FindableContract;
import dev.mnemo.user.store.TestStore;
import org.junit.jupiter.api.Nested;

/// Everything an encrypted store promises, in a file.
class SqliteEncryptionTest {
    @Nested
    class Secrecy extends SealContract {
        @Override
        TestStore create() {
            return TestStore.sqlite();
        }
    }

    @Nested
    class Relations extends GraphContract {
        @Override
        TestStore create() {
            return TestStore.sqlite().encrypted();
        }
    }

    @Nested
    class FilesOfPeople extends FilesContract {
        @Override
        TestStore create() {
            return TestStore.sqlite().encrypted();
        }
    }

    @Nested
    class Facts extends MemoriesContract {
        @Override
        protected TestStore create() {
            return TestStore.sqlite().encrypted();
        }
    }

    @Nested
    class FindableRows extends FindableContract {
        @Override
        protected TestStore create() {
            return TestStore.sqlite().encrypted();
        }
    }

    @Nested
    class Door extends NeuroMemoryContract {
        @Override
        TestStore create() {
            return TestStore.sqlite().encrypted();
        }
    }

    @Nested
    class WholePerson extends WholePersonContract {
        @Override
        TestStore create() {
            return TestStore.sqlite().encrypted();
        }
    }

    @Nested
    class Recalling extends RecallContract {
        @Override
        TestStore create() {
            return TestStore.sqlite().encrypted();
        }
    }

    @Nested
    class Extraction extends ExtractionContract {
        @Override
        TestStore create() {
            return TestStore.sqlite().encrypted();
        }
    }

    @Nested
    class Digesting extends DigestContract {
        @Override
        TestStore create() {
            return TestStore.sqlite().encrypted();
        }
    }
}
