package dev.mnemo.app.importer;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import dev.mnemo.kernel.json.JsonFault;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sqlite.SQLiteConfig;

/// The SQLite file of claude-mem (usually `~/.claude-mem/claude-mem.db`): what it observed, and how sessions ended. It
/// holds all projects of a person; one of them is read. Its versions have different columns, so each is looked for.
final class ClaudeMem implements Source {
    private static final String OBSERVATIONS = "observations";
    private static final String SUMMARIES = "session_summaries";
    private static final int BUSY_MILLIS_MAX = 5_000;
    private static final int PROJECTS_SHOWN_MAX = 20;

    /// Epochs above this are milliseconds; below, seconds.
    private static final long MILLIS_ABOVE = 100_000_000_000L;

    private final Path file;
    private final String project;

    private final long rows;

    private ClaudeMem(Path file, String project, long rows) {
        this.file = file;
        this.project = project;
        this.rows = rows;
    }

    /// Looks whether an SQLite file is one, and for the project in it.
    ///
    /// @throws Refusal if it is another database, or knows no such project
    static ClaudeMem open(Path file, Optional<String> fromProject, String projectName) {
        try (var connection = connect(file)) {
            var tables = strings(connection, "select name from sqlite_master where type = 'table'");
            if (!tables.contains(OBSERVATIONS) || !tables.contains(SUMMARIES)) {
                throw new Refusal(file + " is an SQLite file, but not claude-mem's; what can be imported: "
                        + Sources.KNOWN + ". A response cache: mnemo cache import.");
            }
            var wanted = fromProject.orElse(projectName);
            var projects = new TreeSet<>(strings(connection, "select distinct project from " + OBSERVATIONS));
            projects.addAll(strings(connection, "select distinct project from " + SUMMARIES));
            if (!projects.contains(wanted)) {
                throw new Refusal(file + " knows no project '" + wanted + "'; choose by --from-project: "
                        + String.join(
                                ", ",
                                projects.stream().limit(PROJECTS_SHOWN_MAX).toList())
                        + (projects.size() > PROJECTS_SHOWN_MAX ? ", …" : "") + ".");
            }
            return new ClaudeMem(
                    file, wanted, rows(connection, OBSERVATIONS, wanted) + rows(connection, SUMMARIES, wanted));
        } catch (SQLException fault) {
            throw new Refusal(file + " cannot be read as an SQLite file: " + fault.getMessage(), fault);
        }
    }

    private static long rows(Connection connection, String table, String project) throws SQLException {
        try (var statement = connection.prepareStatement("select count(*) from " + table + " where project = ?")) {
            statement.setString(1, project);
            try (var counted = statement.executeQuery()) {
                return counted.next() ? counted.getLong(1) : 0;
            }
        }
    }

    private static Connection connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS_MAX);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static Set<String> strings(Connection connection, String sql) throws SQLException {
        var found = new HashSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Optional.ofNullable(rows.getString(1)).ifPresent(found::add);
            }
        }
        return found;
    }

    @Override
    public String name() {
        return "claude-mem";
    }

    @Override
    public Target usual() {
        return Target.PROJECT;
    }

    @Override
    public long expected() {
        return rows;
    }

    @Override
    public void read(Receiver receiver) throws IOException {
        try (var connection = connect(file)) {
            rows(connection, OBSERVATIONS, row -> observation(row, receiver));
            rows(connection, SUMMARIES, row -> summary(row, receiver));
        } catch (SQLException fault) {
            throw new IOException("claude-mem's file cannot be read to its end: " + fault.getMessage(), fault);
        }
    }

    private interface Reading {
        void row(Row row) throws SQLException;
    }

    private void rows(Connection connection, String table, Reading reading) throws SQLException {
        try (var statement = connection.prepareStatement("select * from " + table + " where project = ? order by id")) {
            statement.setString(1, project);
            try (var rows = statement.executeQuery()) {
                var columns = new HashSet<String>();
                for (int at = 1; at <= rows.getMetaData().getColumnCount(); at++) {
                    columns.add(rows.getMetaData().getColumnName(at));
                }
                while (rows.next()) {
                    reading.row(new Row(rows, columns));
                }
            }
        }
    }

    /// A row of a table whose columns differ between versions.
    private record Row(ResultSet rows, Set<String> columns) {
        String text(String column) throws SQLException {
            return columns.contains(column)
                    ? Optional.ofNullable(rows.getString(column)).orElse("").strip()
                    : "";
        }

        Optional<Instant> created() throws SQLException {
            long epoch = columns.contains("created_at_epoch") ? rows.getLong("created_at_epoch") : 0;
            return epoch <= 0
                    ? Times.parse(text("created_at"))
                    : Optional.of(epoch > MILLIS_ABOVE ? Instant.ofEpochMilli(epoch) : Instant.ofEpochSecond(epoch));
        }
    }

    private static void observation(Row row, Receiver receiver) throws SQLException {
        var id = "observation " + row.text("id");
        var parts = new ArrayList<String>();
        for (var column : List.of("title", "subtitle", "narrative")) {
            add(parts, row.text(column));
        }
        for (var fact : list(row.text("facts"))) {
            add(parts, "- " + fact);
        }
        if (parts.isEmpty()) {
            add(parts, row.text("text"));
        }
        if (parts.isEmpty()) {
            receiver.bad(id, "It says nothing.");
            return;
        }
        receiver.item(
                Item.of(id, String.join("\n", parts), domain(row.text("type"))).at(row.created()));
    }

    private static void add(List<String> parts, String text) {
        if (!text.isBlank() && !text.equals("- ")) {
            parts.add(text);
        }
    }

    private static List<String> list(String text) {
        try {
            return text.isEmpty() || !(Json.parse(text) instanceof Json.Arr items) ? List.of() : items.strings();
        } catch (JsonFault plain) {
            return List.of(text);
        }
    }

    private static String domain(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "decision" -> "decisions";
            case "bugfix" -> "issues";
            case "feature", "refactor", "change" -> "history";
            case "discovery" -> "architecture";
            default -> "context";
        };
    }

    private static void summary(Row row, Receiver receiver) throws SQLException {
        var id = "summary " + row.text("id");
        boolean any = false;
        for (var part : new String[][] {
            {"learned", "context", ""},
            {"completed", "history", "Completed: "},
            {"next_steps", "tasks", "Next steps: "}
        }) {
            var text = row.text(part[0]);
            if (!text.isEmpty()) {
                any = true;
                receiver.item(
                        Item.of(id + " " + part[0], part[2] + text, part[1]).at(row.created()));
            }
        }
        if (!any) {
            receiver.bad(id, "It says nothing.");
        }
    }
}
