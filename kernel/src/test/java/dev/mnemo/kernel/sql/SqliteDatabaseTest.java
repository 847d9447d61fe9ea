package dev.mnemo.kernel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mnemo.kernel.fault.Fault;
import dev.mnemo.kernel.fault.MnemoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class SqliteDatabaseTest extends DatabaseContract {
    @TempDir
    private Path folder;

    @Override
    Database open() {
        return Database.open(
                DatabaseAddress.parse(folder.resolve("deep/down/store.db").toString()), 1);
    }

    @Test
    void deleted_content_is_gone_from_the_files() throws IOException {
        var secret = "the-cat-is-called-Behemoth";
        try (var database = open()) {
            database.migrate(STEPS);
            database.write(tx -> tx.update("insert into notes (id, body) values (1, ?)", secret));
            assertThat(filesHold(secret)).isTrue();
            database.write(tx -> tx.update("delete from notes"));
            database.scrub();
            assertThat(filesHold(secret)).isFalse();
        }
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        var file = folder.resolve("letter.txt");
        Files.writeString(file, "Dear reader, this is no database at all. ".repeat(200));
        assertThatThrownBy(() -> Database.open(DatabaseAddress.parse(file.toString()), 1))
                .isInstanceOfSatisfying(
                        MnemoException.class, e -> assertThat(e.fault()).isEqualTo(Fault.STORE_DAMAGED));
    }

    @Test
    void the_driver_loads_its_library_from_where_it_was_unpacked_once() throws IOException {
        try (var _ = open()) {
            var unpacked = Path.of(System.getProperty("org.sqlite.lib.path", "not set"))
                    .resolve(LibraryLoaderUtil.getNativeLibName());
            var resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
            try (var in = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
                assertThat(unpacked).hasBinaryContent(Objects.requireNonNull(in).readAllBytes());
            }
        }
    }

    @Test
    void a_statement_that_is_used_again_sees_tables_that_changed_meanwhile() {
        try (var one = open();
                var other = open()) {
            one.write(tx -> tx.update("create table animals (name text, legs integer)"));
            one.write(tx -> tx.update("insert into animals values ('cat', 4)"));
            assertThat(animals(one)).containsExactly("cat 4");
            other.write(tx -> {
                tx.update("alter table animals rename to old");
                tx.update("create table animals (colour text, legs integer, name text)");
                tx.update("insert into animals select 'black', legs + 1, name from old");
                return tx.update("drop table old");
            });
            assertThat(animals(one)).containsExactly("cat 5");
            assertThat(animals(other)).containsExactly("cat 5");
        }
    }

    private static List<String> animals(Database database) {
        return database.read(
                tx -> tx.list("select * from animals", row -> row.text("name") + " " + row.number("legs")));
    }

    @Test
    void a_statement_is_used_again_without_its_last_arguments() {
        try (var database = open()) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 2 * Statements.KEPT_MAX; i++) {
                    long number = i;
                    var sql = "select ? + coalesce(?, " + number + ")";
                    assertThat(database.<Long>read(tx -> tx.number(sql, 1, null)))
                            .isEqualTo(1 + number);
                    assertThat(database.<Long>read(tx -> tx.number(sql, 1, 2))).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void a_statement_may_be_used_while_it_is_in_use() {
        try (var database = open()) {
            var sql = "select ? as number union all select 0";
            var found = database.read(tx -> tx.list(
                    sql,
                    row -> row.number("number")
                            + tx.first(sql, same -> same.number("number"), 40).orElseThrow(),
                    2));
            assertThat(found).containsExactly(42L, 40L);
        }
    }

    private boolean filesHold(String secret) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret)) {
                    return true;
                }
            }
        }
        return false;
    }
}
