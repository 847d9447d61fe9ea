package dev.mnemo.project.node;

import dev.mnemo.kernel.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What is known about a node besides what it says. The JSON object is the truth and keeps keys that nobody
/// here knows; the fields that ranking asks for on every recall are read from it once. A meta that comes from
/// the snapshot keeps the characters of its object and reads them when somebody asks for more.
public final class Meta {
    /// The meta of a node without any.
    public static final Meta EMPTY = new Meta(Json.Obj.EMPTY);

    /// What ranking asks for.
    ///
    /// @param domain the domain, or an empty text
    /// @param source how it came into the store, or an empty text
    /// @param confidence 0..1, or not a number
    /// @param priority how much it wants to be seen
    /// @param ttlDays days it lives, 0 for ever
    /// @param lastReinforced epoch seconds, or not a number
    /// @param recallCount how often it was recalled
    /// @param recallHits how often that was of use
    /// @param reinforcementCount how often it was confirmed
    /// @param autoClaim whether a file tool claimed it
    /// @param drifted whether one of its anchors drifted
    /// @param links its arrows
    record Fields(
            String domain,
            String source,
            double confidence,
            double priority,
            double ttlDays,
            double lastReinforced,
            long recallCount,
            long recallHits,
            long reinforcementCount,
            boolean autoClaim,
            boolean drifted,
            List<Link> links) {
        static Fields of(Json.Obj json) {
            return new Fields(
                    json.string("domain", ""),
                    json.string("source", ""),
                    json.number("confidence", Double.NaN),
                    json.number("priority", 0),
                    json.number("ttl_days", 0),
                    json.number("last_reinforced", Double.NaN),
                    (long) json.number("recall_count", 0),
                    (long) json.number("recall_hits", 0),
                    (long) json.number("reinforcement_count", 0),
                    json.isTrue("auto_claim"),
                    json.has("anchors")
                            && json.array("anchors").objects().stream().anyMatch(anchor -> anchor.isTrue("drifted")),
                    links(json));
        }

        private static List<Link> links(Json.Obj json) {
            if (!json.has("links")) {
                return List.of();
            }
            var links = new ArrayList<Link>();
            for (var link : json.array("links").objects()) {
                Address.parse(link.string("addr", ""))
                        .ifPresent(target -> links.add(new Link(target, link.string("rel", "relates_to"))));
            }
            return List.copyOf(links);
        }
    }

    /// A JSON object that nobody has read yet, somewhere in a larger array: compact form, UTF-8.
    @SuppressWarnings("ArrayRecordComponent") // a part of one large array, not a value to compare
    record Unread(byte[] bytes, int from, int to) {
        String text() {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }

        boolean contains(byte[] word) {
            outer:
            for (int i = from; i <= to - word.length; i++) {
                for (int j = 0; j < word.length; j++) {
                    if (bytes[i + j] != word[j]) {
                        continue outer;
                    }
                }
                return true;
            }
            return false;
        }
    }

    private final Fields fields;
    private final @Nullable Unread unread;
    private volatile Json.@Nullable Obj json;

    /// Reads the fields of a JSON object; missing or oddly typed ones count as absent.
    public Meta(Json.Obj json) {
        this.fields = Fields.of(json);
        this.unread = null;
        this.json = json;
    }

    /// A meta whose fields are known and whose object is read on demand.
    Meta(Fields fields, Unread unread) {
        this.fields = fields;
        this.unread = unread;
    }

    Fields fields() {
        return fields;
    }

    /// Whether a word certainly does not occur in the object, be it as a key or in a text; costs no reading.
    public boolean lacks(String asciiWord) {
        var known = json;
        return known == null && unread != null && !unread.contains(asciiWord.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// The whole object.
    public Json.Obj json() {
        var known = json;
        if (known == null && unread != null) {
            known = Json.parseObject(unread.text());
            json = known;
        }
        return known == null ? Json.Obj.EMPTY : known;
    }

    /// The object in compact form.
    String text() {
        var known = json;
        return known == null && unread != null ? unread.text() : json().compact();
    }

    /// The domain, or an empty text.
    public String domain() {
        return fields.domain();
    }

    /// How sure the claimer was, 0..1; empty if not said.
    public OptionalDouble confidence() {
        return optional(fields.confidence());
    }

    /// How much it wants to be seen; 0 if not said.
    public double priority() {
        return fields.priority();
    }

    /// Days after which it is no longer recalled; 0 means never.
    public double ttlDays() {
        return fields.ttlDays();
    }

    /// When it was last confirmed, epoch seconds; empty if never.
    public OptionalDouble lastReinforced() {
        return optional(fields.lastReinforced());
    }

    /// How often it was recalled.
    public long recallCount() {
        return fields.recallCount();
    }

    /// How often something was done with it soon after it was recalled.
    public long recallHits() {
        return fields.recallHits();
    }

    /// How often it was confirmed.
    public long reinforcementCount() {
        return fields.reinforcementCount();
    }

    /// Whether it was claimed by a file tool and not by the agent.
    public boolean autoClaim() {
        return fields.autoClaim();
    }

    /// Whether one of its anchors is known to have drifted.
    public boolean drifted() {
        return fields.drifted();
    }

    /// Its arrows to other nodes.
    public List<Link> links() {
        return fields.links();
    }

    /// Its anchors as written; {@code dev.mnemo.project.anchor} knows what they mean.
    public List<Json.Obj> anchors() {
        return lacks("anchors") ? List.of() : json().array("anchors").objects();
    }

    /// The chains it belongs to.
    public List<String> chains() {
        return lacks("chains") ? List.of() : json().array("chains").strings();
    }

    /// Who claimed it, or an empty text.
    public String agentId() {
        return lacks("agent_id") ? "" : json().string("agent_id", "");
    }

    /// How it came into the store (`live`, `scan`, `import` and so on), or an empty text.
    public String source() {
        return fields.source();
    }

    /// Whether a flag is set.
    public boolean flag(String key) {
        return !lacks(key) && json().isTrue(key);
    }

    private static OptionalDouble optional(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
