package dev.mnemo.user;

import dev.mnemo.kernel.sql.Tx;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The background work of all people of all tenants, in figures.
///
/// @param waiting pieces that wait, by kind
/// @param dead pieces that were given up
/// @param done leases that this process worked off
/// @param failed leases that this process could not work off
public record WorkLoad(Map<String, Long> waiting, long dead, long done, long failed) {
    public WorkLoad {
        waiting = Collections.unmodifiableMap(new LinkedHashMap<>(waiting));
    }

    static WorkLoad of(Tx tx, long done, long failed) {
        var waiting = new LinkedHashMap<String, Long>();
        tx.list(
                        "select kind, sum(waiting) as n from lanes group by kind order by kind",
                        row -> Map.entry(row.text("kind"), row.number("n")))
                .forEach(lane -> waiting.put(lane.getKey(), lane.getValue()));
        return new WorkLoad(waiting, tx.number("select count(*) from work where state = 'dead'"), done, failed);
    }
}
