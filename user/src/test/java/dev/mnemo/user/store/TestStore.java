package dev.mnemo.user.store;

import dev.mnemo.kernel.contract.TestPostgres;
import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.user.NeuroMemory;
import dev.mnemo.user.NeuroMemoryBuilder;
import dev.mnemo.user.seal.MasterKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where the stores of a test are: a folder of its own, or a database of its own on a server. Every handle opened from
/// it stands for another process.
public final class TestStore implements AutoCloseable {
    /// Every table of the user memory.
    public static final List<String> TABLES = List.of(
            "users",
            "messages",
            "sessions",
            "memories",
            "removals",
            "memory_sources",
            "memory_links",
            "memory_history",
            "trait_evidence",
            "key_values",
            "key_value_history",
            "graph_nodes",
            "graph_aliases",
            "graph_edges",
            "documents",
            "object_removals",
            "emotion_profiles",
            "reflection_cycles",
            "lanes",
            "work",
            "counters",
            "entries",
            "vectors");

    public final TestClock clock = new TestClock();
    private final @Nullable TestPostgres postgres;
    private final Path folder;

    private final Optional<MasterKeys> masterKeys;

    private TestStore(@Nullable TestPostgres postgres, Path folder, Optional<MasterKeys> masterKeys) {
        this.postgres = postgres;
        this.folder = folder;
        this.masterKeys = masterKeys;
    }

    /// The same place, where content is encrypted.
    public TestStore encrypted() {
        return new TestStore(
                postgres, folder, Optional.of(MasterKeys.parse("bW5lbW8gbW5lbW8gbW5lbW8gbW5lbW8gbW5lbW8gMTI=")));
    }

    /// A builder for a memory at this place.
    public NeuroMemoryBuilder builder(RandomGenerator random) {
        var builder = NeuroMemory.builder(address(), clock, random);
        masterKeys.ifPresent(builder::encryption);
        return builder;
    }

    public static TestStore sqlite() {
        return new TestStore(null, temporary(), Optional.empty());
    }

    public static TestStore postgres() {
        return new TestStore(new TestPostgres(), temporary(), Optional.empty());
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("mnemo-user-test");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The address, as an application or another process writes it.
    public String address() {
        return postgres == null ? folder.resolve("user.db").toString() : postgres.url();
    }

    /// A folder for whatever else a test keeps.
    public Path folder() {
        return folder;
    }

    public Store open() {
        return Store.open(Database.open(DatabaseAddress.parse(address()), 6), clock, new Random(42), masterKeys);
    }

    @Override
    public void close() {
        if (postgres != null) {
            postgres.close();
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
