package dev.mnemo.user.store;

import dev.mnemo.kernel.sql.Dialect;
import dev.mnemo.kernel.sql.Tx;
import dev.mnemo.kernel.text.Analysis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds a person's messages and memories by their words. The words are ours, not the database's: each row is stored
/// as the analysis cut it, every word behind the owner's mark, so that English stems and Chinese pairs work alike on
/// both databases and a search reads nothing of other people.
public final class Entries {
    /// Different words of a query that are looked up; the rarest would do, but which these are is not known before.
    public static final int QUERY_WORDS_MAX = 60;

    /// Read once, and not again for each row.
    private static final String TSQUERY = "(select cast(? as tsquery))";

    private final Analysis analysis;

    /// @param analysis cuts texts and queries into words
    public Entries(Analysis analysis) {
        this.analysis = analysis;
    }

    /// Cuts texts and queries into words.
    public Analysis analysis() {
        return analysis;
    }

    /// What the words of a query say about a person's entries.
    ///
    /// @param seqs the entries that hold at least one of the words, most promising first
    /// @param frequencies in how many entries each word of the query occurs; a word that occurs nowhere is left out
    /// @param entries how many entries the person has
    /// @param averageWords how many words an entry has on average; 0 without entries
    public record Found(List<Long> seqs, Map<String, Integer> frequencies, long entries, double averageWords) {
        public Found {
            seqs = List.copyOf(seqs);
            frequencies = Map.copyOf(frequencies);
        }
    }

    /// Makes a row findable by the words of a text; replaces what was said of the row before.
    public void put(PersonTx person, long seq, String text) {
        remove(person, seq);
        var words = analysis.words(text);
        var mark = person.owner().mark();
        switch (person.tx().dialect()) {
            case Dialect.Sqlite() -> {
                long id = person.first(
                                "insert into entries (tenant, user_id, seq, words) values (?, ?, ?, ?) returning id",
                                row -> row.number("id"),
                                seq,
                                words.size())
                        .orElseThrow();
                person.tx()
                        .update(
                                "insert into entry_words (rowid, words) values (?, ?)",
                                id,
                                words.stream()
                                        .map(word -> mark + "_" + stored(person, word))
                                        .collect(Collectors.joining(" ")));
            }
            case Dialect.PostgreSql() ->
                person.update(
                        "insert into entries (tenant, user_id, seq, words, terms) values (?, ?, ?, ?, cast(? as tsvector))",
                        seq,
                        words.size(),
                        terms(person, mark, words));
        }
        count(person, 1, words.size());
    }

    /// The words of a row as `tsvector`, those that it has several times marked with the weight A.
    private static String terms(PersonTx person, String mark, List<String> words) {
        var counts = new LinkedHashMap<String, Integer>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts.entrySet().stream()
                .map(word -> lexeme(mark, stored(person, word.getKey())) + (word.getValue() > 1 ? ":1A" : ""))
                .collect(Collectors.joining(" "));
    }

    /// Makes a row unfindable. Nothing happens if it was not findable.
    public void remove(PersonTx person, long seq) {
        var words = person.first(
                "delete from entries" + PersonTx.OWN + "and seq = ? returning "
                        + (isSqlite(person) ? "id, words" : "0 as id, words"),
                row -> new long[] {row.number("id"), row.number("words")},
                seq);
        words.ifPresent(row -> {
            if (isSqlite(person)) {
                person.tx().update("delete from entry_words where rowid = ?", row[0]);
            }
            count(person, -1, -row[1]);
        });
    }

    /// Makes every row of an owner unfindable; says how many there were.
    public static long removeAll(Tx tx, Owner owner) {
        if (tx.dialect() instanceof Dialect.Sqlite) {
            tx.update(
                    "delete from entry_words where rowid in (select id from entries" + PersonTx.OWN + ")",
                    owner.tenant(),
                    owner.userId());
        }
        return tx.update("delete from entries" + PersonTx.OWN, owner.tenant(), owner.userId());
    }

    /// Writes the full text anew without words of removed rows: until then SQLite only marks them as removed. Takes as
    /// long as the full text of all people is large.
    public static void compact(Tx tx) {
        if (tx.dialect() instanceof Dialect.Sqlite) {
            tx.update("insert into entry_words (entry_words) values ('optimize')");
        }
    }

    /// Those of some rows that can still be found.
    public static Set<Long> present(PersonTx person, List<Long> seqs) {
        return seqs.isEmpty()
                ? Set.of()
                : Set.copyOf(person.list(
                        "select seq from entries" + PersonTx.OWN + "and seq in (" + Tx.marks(seqs.size()) + ")",
                        row -> row.number("seq"),
                        seqs.toArray()));
    }

    private static void count(PersonTx person, long entries, long words) {
        person.tx()
                .update(
                        "update users set entry_count = entry_count + ?, word_count = word_count + ?" + PersonTx.OWN,
                        entries,
                        words,
                        person.owner().tenant(),
                        person.owner().userId());
    }

    private static boolean isSqlite(PersonTx person) {
        return person.tx().dialect() instanceof Dialect.Sqlite;
    }

    /// The entries that share a word with a query.
    ///
    /// @param limit of the entries found
    public Found find(PersonTx person, String query, int limit) {
        var words =
                analysis.words(query).stream().distinct().limit(QUERY_WORDS_MAX).toList();
        var size = person.first("select entry_count, word_count from users" + PersonTx.OWN, row ->
                        new long[] {row.number("entry_count"), row.number("word_count")})
                .orElse(new long[] {0, 0});
        if (words.isEmpty() || size[0] == 0) {
            return new Found(List.of(), Map.of(), size[0], size[0] == 0 ? 0 : (double) size[1] / size[0]);
        }
        double average = (double) size[1] / size[0];
        return isSqlite(person)
                ? inSqlite(person, words, limit, size[0], average)
                : inPostgres(person, words, limit, size[0], average);
    }

    /// FTS5 ranks by BM25. Since every word carries the owner's mark, it counts a word's entries by owner, too.
    private Found inSqlite(PersonTx person, List<String> words, int limit, long entries, double average) {
        var mark = person.owner().mark();
        var match = words.stream()
                .map(word -> '"' + mark + '_' + stored(person, word).replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(" OR "));
        var seqs = person.tx()
                .list(
                        "select e.seq from entry_words w join entries e on e.id = w.rowid"
                                + " where entry_words match ? and e.tenant = ? and e.user_id = ? order by w.rank limit ?",
                        row -> row.number("seq"),
                        match,
                        person.owner().tenant(),
                        person.owner().userId(),
                        limit);
        var frequencies = new LinkedHashMap<String, Integer>();
        for (var word : words) {
            person.tx()
                    .first(
                            "select doc from entry_vocabulary where term = ?",
                            row -> row.integer("doc"),
                            mark + "_" + stored(person, word))
                    .ifPresent(count -> frequencies.put(word, count));
        }
        return new Found(seqs, frequencies, entries, average);
    }

    /// An entry that shares words with a query.
    ///
    /// @param words how many words it has
    /// @param has a bit for each word of the query that it has
    /// @param repeats a bit for each that it has several times
    public record Match(long seq, int words, long has, long repeats) {}

    /// Which of some words each entry has; entries without any are left out. PostgreSQL only.
    ///
    /// @param words at most {@value #QUERY_WORDS_MAX}, cut by the analysis
    public List<Match> matches(PersonTx person, List<String> words) {
        if (words.isEmpty()) {
            return List.of();
        }
        var mark = person.owner().mark();
        var lexemes =
                words.stream().map(word -> lexeme(mark, stored(person, word))).toList();
        var arguments = new ArrayList<Object>(lexemes);
        var repeated = lexemes.stream().map(lexeme -> lexeme + ":A").toList();
        arguments.add(String.join(" | ", repeated));
        arguments.addAll(repeated);
        arguments.add(person.owner().tenant());
        arguments.add(person.owner().userId());
        arguments.add(String.join(" | ", lexemes));
        var bits = bits(words.size());
        return person.tx()
                .list(
                        "select seq, words, " + bits + " as has, case when terms @@ " + TSQUERY + " then " + bits
                                + " else 0 end as repeats from entries" + PersonTx.OWN + "and terms @@ " + TSQUERY,
                        row -> new Match(
                                row.number("seq"), row.integer("words"), row.number("has"), row.number("repeats")),
                        arguments.toArray());
    }

    private static String bits(int words) {
        return IntStream.range(0, words)
                .mapToObj(i -> "case when terms @@ " + TSQUERY + " then " + (1L << i) + " else 0 end")
                .collect(Collectors.joining(" + "));
    }

    /// PostgreSQL says which of the words each row has; from that follows how rare each word is, and from that the
    /// order: by the sum of the inverse frequencies of a row's words.
    private Found inPostgres(PersonTx person, List<String> words, int limit, long entries, double average) {
        var rows = matches(person, words);
        var counts = new int[words.size()];
        for (var row : rows) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += (int) (row.has >>> i & 1);
            }
        }
        var frequencies = new LinkedHashMap<String, Integer>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                frequencies.put(words.get(i), counts[i]);
            }
        }
        return new Found(best(rows, counts, limit, entries, average), frequencies, entries, average);
    }

    private record Scored(long seq, double score) {}

    private static List<Long> best(Collection<Match> rows, int[] counts, int limit, long entries, double average) {
        return rows.stream()
                .map(row -> {
                    double sum = 0;
                    for (int i = 0; i < counts.length; i++) {
                        if ((row.has >>> i & 1) == 1) {
                            sum += Math.log1p((entries - counts[i] + 0.5) / (counts[i] + 0.5));
                        }
                    }
                    return new Scored(row.seq, sum / (1 + 0.3 * row.words / Math.max(1, average)));
                })
                .sorted(Comparator.comparingDouble(Scored::score)
                        .reversed()
                        .thenComparing(Comparator.comparingLong(Scored::seq).reversed()))
                .limit(limit)
                .map(Scored::seq)
                .toList();
    }

    /// A word as it is kept: of somebody whose content is encrypted, a keyed digest.
    private static String stored(PersonTx person, String word) {
        return person.seal().map(seal -> seal.word(word)).orElse(word);
    }

    /// A word as PostgreSQL reads it in a `tsvector` and a `tsquery`.
    private static String lexeme(String mark, String word) {
        return "'" + mark + "_" + word.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
