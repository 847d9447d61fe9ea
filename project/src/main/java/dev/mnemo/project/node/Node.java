package dev.mnemo.project.node;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// One claim, correction, summary or picture, named by what it says.
///
/// @param address the name, derived from type, content and inputs
/// @param type what kind of node it is
/// @param content what it says
/// @param inputs the nodes it was made from, in the order given; texts, because old stores hold unresolved
///     prefixes
/// @param created when it was made, epoch seconds with a fraction
/// @param meta everything else; not part of the address
/// @param extra what a node file holds that nobody here knows, and the characters of `created` if they are
///     unusual
public record Node(
        Address address,
        NodeType type,
        String content,
        List<String> inputs,
        double created,
        Meta meta,
        Json.Obj extra) {
    private static final Set<String> KNOWN = Set.of("type", "content", "inputs", "meta", "addr");

    public Node {
        inputs = List.copyOf(inputs);
    }

    /// A node without anything extra.
    public Node(Address address, NodeType type, String content, List<String> inputs, double created, Meta meta) {
        this(address, type, content, inputs, created, meta, Json.Obj.EMPTY);
    }

    /// A new node; its address is computed.
    ///
    /// @throws Refusal if the content is not well-formed Unicode
    public static Node of(NodeType type, String content, List<String> inputs, double created, Json.Obj meta) {
        var digest = Address.digest(type, content, inputs);
        return new Node(
                Address.ofDigest(digest), type, content, inputs, created, new Meta(meta.with("sha256", digest)));
    }

    /// Reads a node file. Missing `meta`, `inputs` and `created` get defaults.
    ///
    /// @throws Refusal if it is no node
    public static Node ofJson(Json.Obj file) {
        var address = Address.parse(file.string("addr", ""))
                .orElseThrow(() -> new Refusal("a node file needs \"addr\" with 12 hexadecimal digits"));
        return new Node(
                address,
                NodeType.of(file.string("type", NodeType.LEAF.name())),
                file.string("content", ""),
                file.array("inputs").strings(),
                file.number("created", 0),
                new Meta(file.object("meta")),
                extra(file));
    }

    private static Json.Obj extra(Json.Obj file) {
        var extra = new LinkedHashMap<String, Json>();
        file.members().forEach((key, value) -> {
            if (!KNOWN.contains(key) && !(key.equals("created") && isCanonical(value))) {
                extra.put(key, value);
            }
        });
        return extra.isEmpty() ? Json.Obj.EMPTY : new Json.Obj(extra);
    }

    private static boolean isCanonical(Json created) {
        return created instanceof Json.Num number
                && number.lexeme().equals(Json.of(number.value()).lexeme());
    }

    /// The node file.
    public Json.Obj toJson() {
        var file = new LinkedHashMap<String, Json>();
        file.put("type", Json.of(type.name()));
        file.put("content", Json.of(content));
        file.put("inputs", Json.strings(inputs));
        file.put("created", extra.get("created").orElseGet(() -> Json.of(created)));
        file.put("meta", meta.json());
        file.put("addr", Json.of(address.toString()));
        extra.members().forEach(file::putIfAbsent);
        return new Json.Obj(file);
    }

    /// Whether it is what is left of a node that was forgotten.
    public boolean isTombstone() {
        return type.equals(NodeType.TOMBSTONE);
    }

    /// Whether this tombstone stands for what another node says; the SHA-256 tells texts with one address apart.
    boolean saidBefore(Node node) {
        return meta.json().string("sha256", "").equals(Address.digest(node.type(), node.content(), node.inputs()));
    }

    /// Whether the address belongs to what the node says. A tombstone keeps the address of what it replaced.
    public boolean isAuthentic() {
        return isTombstone() || Address.of(type, content, inputs).equals(address);
    }

    /// Whether both say the same: type, content and inputs in any order, whatever their meta.
    public boolean saysTheSameAs(Node other) {
        return type.equals(other.type)
                && content.equals(other.content)
                && (inputs.equals(other.inputs)
                        || inputs.stream()
                                .sorted()
                                .toList()
                                .equals(other.inputs.stream().sorted().toList()));
    }

    /// What is left of this node when it is forgotten: its address, its time and the SHA-256 of what it said.
    Node tombstone(Json.Obj tombstoneMeta) {
        var digest = meta.json().string("sha256").orElseGet(() -> Address.digest(type, content, inputs));
        return new Node(
                address, NodeType.TOMBSTONE, "", List.of(), created, new Meta(tombstoneMeta.with("sha256", digest)));
    }

    /// This node with other meta.
    public Node withMeta(Json.Obj changed) {
        return new Node(address, type, content, inputs, created, new Meta(changed), extra);
    }

    /// This node with its meta changed.
    public Node editMeta(UnaryOperator<Json.Obj> edit) {
        return withMeta(edit.apply(meta.json()));
    }
}
