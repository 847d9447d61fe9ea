package dev.mnemo.grammars;

import dev.mnemo.project.code.Declaration.Kind;
import dev.mnemo.project.code.Declaration.Visibility;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.treesitter.TSNode;

/// Questions to the nodes of one syntax tree that grammars answer in different ways: where the name is, where the body
/// begins, what the parameters are called.
final class Syntax {
    private static final int DECLARATOR_DEPTH_MAX = 12;
    private static final int NAME_CHARS_MAX = 160;
    private static final int PARAMETER_CHARS_MAX = 40;

    private static final Set<String> FUNCTION_VALUES =
            Set.of("arrow_function", "function_expression", "function", "generator_function");
    private static final Set<String> NAMES = Set.of(
            "identifier",
            "simple_identifier",
            "type_identifier",
            "field_identifier",
            "qualified_identifier",
            "destructor_name",
            "operator_name",
            "primitive_type");
    private static final Set<String> DOCS_ABOVE = Set.of(
            "export_statement",
            "decorated_definition",
            "template_declaration",
            "type_declaration",
            "lexical_declaration",
            "variable_declaration",
            "expression_statement",
            "ambient_declaration");
    private static final Set<String> END_OF_POSITIONAL =
            Set.of("list_splat_pattern", "dictionary_splat_pattern", "keyword_separator");
    private static final Set<String> NO_PARAMETERS =
            Set.of("comment", "self_parameter", "attribute_item", "block_parameter", "positional_separator");
    private static final Set<String> SELVES = Set.of("self", "cls", "this");
    private static final Pattern HIDDEN = Pattern.compile("\\bprivate\\b");
    private static final Pattern INTERNAL = Pattern.compile("\\b(?:protected|internal)\\b");
    private static final Pattern OPEN = Pattern.compile("\\bpublic\\b");

    private final Language language;
    private final byte[] source;

    Syntax(Language language, byte[] source) {
        this.language = language;
        this.source = source;
    }

    /// The named children, in order.
    static List<TSNode> children(TSNode node) {
        int count = node.getNamedChildCount();
        var children = new ArrayList<TSNode>(count);
        for (int i = 0; i < count; i++) {
            children.add(node.getNamedChild(i));
        }
        return children;
    }

    /// The child at a field of the grammar.
    static Optional<TSNode> field(TSNode node, String name) {
        var child = node.getChildByFieldName(name);
        return child == null || child.isNull() ? Optional.empty() : Optional.of(child);
    }

    String text(TSNode node) {
        return slice(node.getStartByte(), node.getEndByte());
    }

    String slice(int from, int to) {
        return to <= from ? "" : new String(source, from, to - from, StandardCharsets.UTF_8);
    }

    /// The node that spells the name of a declaration.
    Optional<TSNode> name(TSNode node) {
        var named = field(node, "name");
        if (named.isPresent()) {
            return named;
        }
        if (node.getType().equals("assignment_expression")) {
            return assigned(node);
        }
        if (field(node, "declarator").isPresent()) {
            return declared(node);
        }
        return children(node).stream()
                .filter(child -> NAMES.contains(child.getType()))
                .findFirst();
    }

    private Optional<TSNode> assigned(TSNode node) {
        var left = field(node, "left").filter(target -> target.getType().equals("member_expression"));
        boolean whole = left.map(this::text)
                .filter(text -> text.matches("(module\\.)?exports"))
                .isPresent();
        return whole ? field(node, "right").flatMap(value -> field(value, "name")) : left;
    }

    /// Follows C's declarators down to the name.
    private static Optional<TSNode> declared(TSNode node) {
        Optional<TSNode> at = field(node, "declarator");
        for (int i = 0; i < DECLARATOR_DEPTH_MAX && at.isPresent(); i++) {
            var declarator = at.get();
            if (NAMES.contains(declarator.getType())) {
                return at;
            }
            at = field(declarator, "declarator")
                    .or(() -> children(declarator).stream().findFirst());
        }
        return Optional.empty();
    }

    /// Whether a node that may declare something of a kind does: prototypes and function values yes, variables no.
    boolean declaresSomething(TSNode node, Kind kind) {
        return switch (node.getType()) {
            case "variable_declarator" -> isFunction(field(node, "value"));
            case "assignment_expression" -> isFunction(field(node, "right"));
            case "declaration", "field_declaration" -> functionDeclarator(node).isPresent();
            case "struct_specifier", "union_specifier", "class_specifier", "enum_specifier" ->
                field(node, "body").isPresent();
            default -> kind != null;
        };
    }

    private static boolean isFunction(Optional<TSNode> value) {
        return value.filter(node -> FUNCTION_VALUES.contains(node.getType())).isPresent();
    }

    private static Optional<TSNode> functionDeclarator(TSNode node) {
        Optional<TSNode> at = field(node, "declarator");
        for (int i = 0; i < DECLARATOR_DEPTH_MAX && at.isPresent(); i++) {
            var declarator = at.get();
            if (declarator.getType().equals("function_declarator")) {
                boolean pointer = field(declarator, "declarator")
                        .filter(inner -> inner.getType().equals("parenthesized_declarator"))
                        .isPresent();
                return pointer ? Optional.empty() : at;
            }
            at = field(declarator, "declarator")
                    .or(() -> children(declarator).stream()
                            .filter(child -> child.getType().endsWith("declarator"))
                            .findFirst());
        }
        return Optional.empty();
    }

    /// What holds the members or statements of a declaration.
    Optional<TSNode> body(TSNode node) {
        var value = switch (node.getType()) {
            case "variable_declarator" -> field(node, "value");
            case "assignment_expression" -> field(node, "right");
            case "type_definition" -> field(node, "type");
            default -> Optional.<TSNode>empty();
        };
        var body = field(value.orElse(node), "body");
        return body.isPresent() || value.isPresent()
                ? body
                : children(node).stream()
                        .filter(child -> language.isBody(child.getType()))
                        .findFirst();
    }

    /// The type a Go method belongs to, with a dot; empty for everything else.
    String receiver(TSNode node) {
        if (language != Language.GO) {
            return "";
        }
        return field(node, "receiver")
                .map(this::text)
                .map(text -> text.replaceAll("\\[.*?]|[()*]", "").strip())
                .map(text -> text.substring(text.lastIndexOf(' ') + 1) + ".")
                .orElse("");
    }

    /// The names of the parameters, in order.
    List<String> parameters(TSNode node) {
        var names = new ArrayList<String>();
        var list = parameterList(node);
        if (list.isEmpty()) {
            return names;
        }
        if (NAMES.contains(list.get().getType())) {
            return List.of(text(list.get()));
        }
        for (var parameter : children(list.get())) {
            if (language == Language.PYTHON && endsPositional(parameter)) {
                break;
            }
            addNames(parameter, names);
        }
        return names;
    }

    private Optional<TSNode> parameterList(TSNode node) {
        var owner = switch (node.getType()) {
            case "variable_declarator" -> field(node, "value");
            case "assignment_expression" -> field(node, "right");
            default -> functionDeclarator(node);
        };
        var from = owner.orElse(node);
        return field(from, "parameters")
                .or(() -> field(from, "parameter"))
                .or(() -> children(from).stream()
                        .filter(child -> child.getType().equals("function_value_parameters"))
                        .findFirst());
    }

    private static boolean endsPositional(TSNode parameter) {
        return END_OF_POSITIONAL.contains(parameter.getType())
                || (parameter.getType().equals("typed_parameter")
                        && children(parameter).stream().anyMatch(child -> END_OF_POSITIONAL.contains(child.getType())));
    }

    private void addNames(TSNode parameter, List<String> names) {
        if (NO_PARAMETERS.contains(parameter.getType())) {
            return;
        }
        if (language == Language.GO) {
            children(parameter).stream()
                    .filter(child -> child.getType().equals("identifier"))
                    .forEach(child -> addName(text(child), names));
            return;
        }
        var named = NAMES.contains(parameter.getType())
                ? Optional.of(parameter)
                : field(parameter, "name")
                        .or(() -> field(parameter, "pattern"))
                        .or(() -> field(parameter, "left"))
                        .or(() -> declared(parameter))
                        .or(() -> firstName(parameter));
        named.map(this::text).ifPresent(text -> addName(text, names));
    }

    private static Optional<TSNode> firstName(TSNode parameter) {
        for (var child : children(parameter)) {
            var type = child.getType();
            if (type.equals("identifier") || type.equals("simple_identifier") || type.equals("variable_name")) {
                return Optional.of(child);
            }
            if (type.equals("variable_declarator") || type.equals("variable_declaration")) {
                return field(child, "name").or(() -> firstName(child));
            }
        }
        return Optional.empty();
    }

    private static void addName(String text, List<String> names) {
        var name = text.replaceFirst("^(?:\\$|&?\\s*mut\\s+|&)", "")
                .replaceAll("\\s+", " ")
                .strip();
        if (name.startsWith("{") || name.startsWith("[")) {
            name = "options";
        }
        if (!name.isEmpty() && name.length() <= PARAMETER_CHARS_MAX && !SELVES.contains(name)) {
            names.add(name);
        }
    }

    /// A name as it is told: dots between its parts, without type parameters; empty if it is no name.
    static String cleanName(String text) {
        var name = text.replace("::", ".")
                .replaceFirst("^(?:module\\.)?exports\\.", "")
                .replace(".prototype.", ".")
                .replaceFirst("^self\\.", "")
                .replaceAll("^[\"']|[\"']$", "");
        if (!name.startsWith("operator")) {
            name = name.replaceAll("<.*", "");
        }
        boolean plain = name.startsWith("operator") || name.matches("[^\\s()\\[\\]{}]+");
        return plain && name.length() <= NAME_CHARS_MAX && !name.startsWith("this.")
                ? name.replaceAll("\\s+", " ")
                : "";
    }

    /// Whether documentation of a declaration stands above a node that is wrapped around it.
    static boolean sharesDocs(TSNode wrapper) {
        var type = wrapper.getType();
        return DOCS_ABOVE.contains(type) && (wrapper.getNamedChildCount() == 1 || !type.equals("type_declaration"));
    }

    /// The last line of a node, from 0; the newline some grammars count in does not make another line.
    static int lastRow(TSNode node) {
        var end = node.getEndPoint();
        int start = node.getStartPoint().getRow();
        return end.getColumn() == 0 && end.getRow() > start ? end.getRow() - 1 : end.getRow();
    }

    /// The first line of the attributes in front of a Rust item, from 1.
    static int rowOfAttributes(TSNode node) {
        var at = node;
        var before = at.getPrevNamedSibling();
        while (before != null && !before.isNull() && before.getType().equals("attribute_item")) {
            at = before;
            before = at.getPrevNamedSibling();
        }
        return at.getStartPoint().getRow() + 1;
    }

    /// The visibility the modifiers in a text give.
    static Visibility modified(String header, Visibility without) {
        if (HIDDEN.matcher(header).find()) {
            return Visibility.PRIVATE;
        }
        if (INTERNAL.matcher(header).find()) {
            return Visibility.INTERNAL;
        }
        return OPEN.matcher(header).find() ? Visibility.PUBLIC : without;
    }

    /// How much of a declaration without a body is its head.
    static int headLength(String text, Language language) {
        int brace = text.indexOf('{');
        int line = language == Language.RUBY ? text.indexOf('\n') : -1;
        int end = brace < 0 ? text.length() : brace;
        return line < 0 ? end : Math.min(end, line);
    }
}
