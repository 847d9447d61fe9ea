package dev.mnemo.user.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mnemo.kernel.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The schema can be partitioned and distributed by person.
public abstract class SchemaContract extends StoreContract {
    /// Small tables that every node of a distributed database holds whole.
    private static final Set<String> NOT_DISTRIBUTED =
            Set.of("tombstones", "certificates", "store_facts", "retention_rules", "user_schema_steps");

    @Test
    void the_tables_are_the_ones_we_know() {
        var known = new TreeSet<>(TestStore.TABLES);
        known.addAll(NOT_DISTRIBUTED);
        assertThat(tables()).isEqualTo(known);
    }

    @Test
    void every_table_of_a_person_and_each_of_its_unique_keys_begins_with_tenant_and_user() {
        var seen = new ArrayList<String>();
        for (var table : tables()) {
            for (var key : uniqueKeys(table)) {
                if (NOT_DISTRIBUTED.contains(table)) {
                    assertThat(key).as(table).doesNotContain("user_id");
                } else if (!key.equals(List.of("id")) || !table.equals("entries")) { // a file's row numbers
                    assertThat(key).as(table).startsWith("tenant", "user_id");
                    seen.add(table);
                }
            }
        }
        assertThat(new TreeSet<>(seen)).isEqualTo(new TreeSet<>(TestStore.TABLES));
    }

    private Set<String> tables() {
        var sql = switch (store.database().dialect()) {
            case Dialect.Sqlite() ->
                "select name from sqlite_schema where type = 'table' and name not like 'sqlite%'"
                        + " and name not like 'entry_%'";
            case Dialect.PostgreSql() -> "select tablename as name from pg_tables where schemaname = 'public'";
        };
        List<String> names = store.database().read(tx -> tx.list(sql, row -> row.text("name")));
        return new TreeSet<>(names);
    }

    private List<List<String>> uniqueKeys(String table) {
        var sql = switch (store.database().dialect()) {
            case Dialect.Sqlite() ->
                "select group_concat(i.name, ',') as key from pragma_index_list('" + table + "') l,"
                        + " pragma_index_info(l.name) i where l.\"unique\" = 1 group by l.name";
            case Dialect.PostgreSql() ->
                "select string_agg(a.attname, ',' order by k.place) as key from pg_index x,"
                        + " unnest(x.indkey) with ordinality k(number, place), pg_attribute a"
                        + " where x.indrelid = '" + table + "'::regclass and x.indisunique"
                        + " and a.attrelid = x.indrelid and a.attnum = k.number group by x.indexrelid";
        };
        return store.database()
                .read(tx -> tx.list(sql, row -> List.of(row.text("key").split(","))));
    }
}
