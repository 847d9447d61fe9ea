package dev.mnemo.app;

import dev.mnemo.kernel.sql.Database;
import dev.mnemo.kernel.sql.DatabaseAddress;
import dev.mnemo.kernel.sql.DatabaseAddress.Server;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.TreeMap;

/// The place of the response cache in a PostgreSQL database that holds user memory too: a schema of its own, since both
/// call tables by the same names.
final class CacheSchema {
    static final String NAME = "mnemo_cache";

    private static final String PROPERTY = "currentSchema";

    /// Keeps servers that start at once from making the schema at once.
    private static final long LOCK = 7_077;

    private CacheSchema() {}

    /// The address of the schema, which is made if it is not there.
    ///
    /// @param postgres the address of the database
    static String of(String postgres) {
        var server = (Server) DatabaseAddress.parse(postgres);
        try (var database = Database.open(server, 1)) {
            database.write(tx -> {
                tx.list("select pg_advisory_xact_lock(" + LOCK + ")", _ -> true);
                return tx.update("create schema if not exists " + NAME);
            });
        }
        var properties = new TreeMap<>(server.properties());
        properties.put(PROPERTY, NAME + ",public");
        var query = new ArrayList<String>();
        properties.forEach((name, value) -> query.add(encoded(name) + "=" + encoded(value)));
        var who = server.user().isEmpty() ? "" : encoded(server.user()) + ":" + encoded(server.password()) + "@";
        return "postgresql://" + who + server.host() + ":" + server.port() + "/" + server.database() + "?"
                + String.join("&", query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
