package dev.mnemo.kernel.sql;

import dev.mnemo.kernel.fault.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Where a database is. As text it never shows a password.
public sealed interface DatabaseAddress {
    /// The port of a PostgreSQL server that names none.
    int POSTGRES_PORT = 5432;

    /// An SQLite file; created when it is opened, with its folder.
    record File(Path path) implements DatabaseAddress {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// A database of a PostgreSQL server.
    ///
    /// @param user who asks; empty for the driver's default
    /// @param password kept out of every message
    /// @param properties further settings of the driver, such as `sslmode` or `currentSchema`
    record Server(String host, int port, String database, String user, String password, Map<String, String> properties)
            implements DatabaseAddress {
        public Server {
            properties = Map.copyOf(properties);
        }

        @Override
        public String toString() {
            return "postgresql://" + host + ":" + port + "/" + database;
        }
    }

    /// Reads an address: `postgresql://user:password@host:port/database?sslmode=require`, the same with
    /// `jdbc:postgresql:`, `postgres:` or a driver's name (`postgresql+asyncpg:`) in front, `sqlite:PATH`,
    /// `jdbc:sqlite:PATH`, or the path of a file.
    ///
    /// @throws Refusal if it is none of these
    static DatabaseAddress parse(String text) {
        var address = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        int colon = address.indexOf(':');
        var scheme = colon < 2 ? "" : address.substring(0, colon).toLowerCase(Locale.ROOT);
        if (scheme.equals("postgres") || scheme.equals("postgresql") || scheme.startsWith("postgresql+")) {
            return server("postgresql" + address.substring(colon));
        }
        if (scheme.equals("sqlite")) {
            return file(address.substring(colon + 1).replaceFirst("^///(?=.)", ""));
        }
        if (!scheme.isEmpty() && address.startsWith("://", colon)) {
            throw new Refusal("There is no database for '" + scheme
                    + "'; an address is postgresql://user:password@host:port/database or the path of an SQLite file.");
        }
        return file(text);
    }

    private static DatabaseAddress file(String path) {
        try {
            if (!path.isBlank()) {
                return new File(Path.of(path));
            }
        } catch (InvalidPathException e) {
            throw new Refusal("'" + path + "' is no path of an SQLite file.", e);
        }
        throw new Refusal("The database's address is empty; give postgresql://… or the path of an SQLite file.");
    }

    private static DatabaseAddress server(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException _) {
            throw unreadable(); // without its cause, whose message holds the password
        }
        var path = uri.getPath();
        if (uri.getHost() == null || path == null || path.length() < 2) {
            throw unreadable();
        }
        var properties = parameters(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        var who = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
        var user = who[0].isEmpty() ? properties.getOrDefault("user", "") : decoded(who[0]);
        var password = who.length < 2 ? properties.getOrDefault("password", "") : decoded(who[1]);
        properties.remove("user");
        properties.remove("password");
        int port = uri.getPort() < 0 ? POSTGRES_PORT : uri.getPort();
        return new Server(uri.getHost(), port, path.substring(1), user, password, properties);
    }

    private static Refusal unreadable() {
        return new Refusal("The address of the PostgreSQL database cannot be read; it has the form "
                + "postgresql://user:password@host:port/database, with %40 for an @ in the password.");
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
