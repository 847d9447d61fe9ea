package dev.mnemo.user;

import dev.mnemo.user.fact.MemoriesContract;
import dev.mnemo.user.store.FindableContract;
import dev.mnemo.user.store.LanesContract;
import dev.mnemo.user.store.SchemaContract;
import dev.mnemo.user.store.TestStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// Everything a store promises, on a server.
@Tag("services")
class PostgresStoreTest {
    @Nested
    class Schema extends SchemaContract {
        @Override
        protected TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class FindableRows extends FindableContract {
        @Override
        protected TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class Queue extends LanesContract {
        @Override
        protected TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class Facts extends MemoriesContract {
        @Override
        protected TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class Door extends NeuroMemoryContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class WholePerson extends WholePersonContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class Nodes extends NodesContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class Recalling extends RecallContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class RecallingFromTables extends RecallContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }

        @Override
        NeuroMemoryBuilder with(NeuroMemoryBuilder builder) {
            return builder.heldBytesMax(0);
        }
    }

    @Nested
    class Relations extends GraphContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class FilesOfPeople extends FilesContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class Learning extends ExtractionContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class Digesting extends DigestContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }

    @Nested
    class LearningByModel extends ModelExtractionContract {
        @Override
        TestStore create() {
            return TestStore.postgres();
        }
    }
}
