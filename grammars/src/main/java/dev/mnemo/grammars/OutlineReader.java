package dev.mnemo.grammars;

import dev.mnemo.project.code.Declaration;
import dev.mnemo.project.code.Declaration.Kind;
import dev.mnemo.project.code.Declaration.Visibility;
import dev.mnemo.project.code.DocComment;
import dev.mnemo.project.code.DocText;
import dev.mnemo.project.code.Outline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.treesitter.TSNode;

/// Reads the declarations out of one syntax tree. Looks only at what declares something and what holds declarations,
/// never into the bodies of functions.
final class OutlineReader {
    /// Declarations taken from one file; a file with more says so.
    static final int DECLARATIONS_MAX = 3_000;

    /// Types inside of types beyond this depth are passed over.
    static final int NESTING_MAX = 12;

    private static final Pattern ANNOTATIONS = Pattern.compile(
            "^(?:@[\\w.]+(?:\\((?:[^()\"]|\"[^\"]*\"|\\([^()]*\\))*\\))?\\s*|\\[[^\\[\\]]*]\\s*|#\\[[^\\[\\]]*]\\s*)+");

    private final Language language;
    private final List<String> lines;
    private final Syntax syntax;
    private final List<Declaration> found = new ArrayList<>();

    OutlineReader(Language language, byte[] source, List<String> lines) {
        this.language = language;
        this.lines = lines;
        this.syntax = new Syntax(language, source);
    }

    /// What holds a declaration.
    ///
    /// @param prefix the names of the types around it, each followed by a dot
    /// @param depth how many they are
    /// @param kind the kind of the innermost, if any
    /// @param visibility how far the innermost can be seen
    /// @param line where the innermost begins, from 1
    private record Holder(String prefix, int depth, Optional<Kind> kind, Visibility visibility, int line) {
        static final Holder FILE = new Holder("", 0, Optional.empty(), Visibility.PUBLIC, 0);
    }

    Outline read(TSNode root) {
        boolean exports =
                Syntax.children(root).stream().anyMatch(child -> child.getType().equals("export_statement"));
        members(root, Holder.FILE, exports ? Visibility.INTERNAL : Visibility.PUBLIC, 0);
        var remark = found.size() >= DECLARATIONS_MAX ? "more than " + DECLARATIONS_MAX + " declarations" : "";
        return new Outline(fileDoc(root), found, remark);
    }

    private String fileDoc(TSNode root) {
        if (language == Language.PYTHON) {
            return docstring(root);
        }
        var doc = DocComment.ofFileHead(lines.subList(0, Math.min(lines.size(), DocComment.HEAD_LINES)));
        if (doc.isEmpty()) {
            return packageDoc(root);
        }
        boolean belongsToDeclaration = found.stream()
                .limit(3)
                .anyMatch(declaration -> declaration.doc().equals(doc));
        return belongsToDeclaration ? "" : doc;
    }

    /// A licence often stands at the head; the package's own comment then touches the package clause.
    private String packageDoc(TSNode root) {
        for (var child : Syntax.children(root)) {
            if (child.getType().equals("package_declaration") || child.getType().equals("package_clause")) {
                return DocComment.above(lines, row(child), language.style());
            }
        }
        return "";
    }

    private void members(TSNode container, Holder holder, Visibility section, int wrapperLine) {
        var open = section;
        for (var node : Syntax.children(container)) {
            var type = node.getType();
            open = section(node, type, open);
            if (language == Language.RUST && type.equals("impl_item")) {
                implementation(node, holder);
            } else if (language.isWrapper(type)) {
                int line = wrapperLine > 0 ? wrapperLine : row(node);
                var inside = type.equals("export_statement") ? Visibility.PUBLIC : open;
                members(node, holder, inside, Syntax.sharesDocs(node) ? line : 0);
            } else if (found.size() < DECLARATIONS_MAX) {
                var kind = language.kind(type);
                if (kind.isPresent()) {
                    declare(node, kind.get(), holder, open, wrapperLine);
                }
            }
        }
    }

    /// Where a language divides a class into sections, the section that begins at a node.
    private Visibility section(TSNode node, String type, Visibility open) {
        boolean marks = type.equals("access_specifier")
                || (language.access() == Language.Access.SECTIONS && type.equals("identifier"));
        if (!marks) {
            return open;
        }
        var text = syntax.text(node).replace(":", "").strip();
        return switch (text) {
            case "public" -> Visibility.PUBLIC;
            case "protected" -> Visibility.INTERNAL;
            case "private" -> Visibility.PRIVATE;
            default -> open;
        };
    }

    private void implementation(TSNode node, Holder holder) {
        var target = Syntax.field(node, "type");
        var body = Syntax.field(node, "body");
        if (target.isEmpty() || body.isEmpty() || holder.depth() >= NESTING_MAX) {
            return;
        }
        var name = syntax.text(target.get()).replaceAll("<.*", "").replace("::", ".");
        boolean ofTrait = Syntax.field(node, "trait").isPresent();
        var kind = ofTrait ? Optional.of(Kind.TRAIT) : Optional.of(Kind.STRUCT);
        members(
                body.get(),
                new Holder(holder.prefix() + name + ".", holder.depth() + 1, kind, holder.visibility(), row(node)),
                Visibility.PUBLIC,
                0);
    }

    private void declare(TSNode node, Kind kind, Holder holder, Visibility section, int wrapperLine) {
        var named = syntax.name(node);
        if (named.isEmpty() || !syntax.declaresSomething(node, kind)) {
            return;
        }
        var name = Syntax.cleanName(syntax.text(named.get()));
        if (name.isEmpty()) {
            return;
        }
        var header = syntax.slice(node.getStartByte(), named.get().getStartByte());
        var actual = actualKind(kind, node, header, holder, name);
        var prefix = holder.prefix() + syntax.receiver(node);
        boolean wrapped = wrapperLine > 0 && wrapperLine < row(node);
        var visibility = visibility(name, header, actual, holder, section);
        int start = wrapped ? wrapperLine : row(node);
        var body = syntax.body(node);
        found.add(new Declaration(
                actual,
                name.substring(name.lastIndexOf('.') + 1),
                prefix + name,
                actual.isType() ? List.of() : syntax.parameters(node),
                signature(node, body),
                row(node) == holder.line() ? "" : doc(node, body, start),
                row(named.get()),
                start,
                Syntax.lastRow(node) + 1,
                visibility,
                holder.depth()));
        if (actual.isType() && body.isPresent() && holder.depth() < NESTING_MAX) {
            var inside =
                    new Holder(prefix + name + ".", holder.depth() + 1, Optional.of(actual), visibility, row(node));
            boolean closed = actual == Kind.CLASS && language == Language.CPP;
            members(body.get(), inside, closed ? Visibility.PRIVATE : Visibility.PUBLIC, 0);
        }
    }

    private Kind actualKind(Kind kind, TSNode node, String header, Holder holder, String name) {
        if (language == Language.KOTLIN && kind == Kind.CLASS) {
            return header.contains("interface ") ? Kind.INTERFACE : header.contains("enum ") ? Kind.ENUM : kind;
        }
        if (language == Language.GO && kind == Kind.TYPE) {
            var type = Syntax.field(node, "type").map(TSNode::getType).orElse("");
            return type.equals("struct_type") ? Kind.STRUCT : type.equals("interface_type") ? Kind.INTERFACE : kind;
        }
        if (kind == Kind.TYPE && language.access() == Language.Access.STATIC) {
            return syntax.body(node).isPresent() ? Kind.STRUCT : kind;
        }
        boolean member = holder.depth() > 0 || name.contains(".");
        if (kind == Kind.METHOD && !member && language == Language.JAVA) {
            return Kind.FUNCTION; // of a compact source file, which names no class
        }
        return kind == Kind.FUNCTION && member ? Kind.METHOD : kind;
    }

    private Visibility visibility(String name, String header, Kind kind, Holder holder, Visibility section) {
        var own = ownVisibility(name, header, kind, holder, section);
        return own.compareTo(holder.visibility()) >= 0 ? own : holder.visibility();
    }

    private Visibility ownVisibility(String name, String header, Kind kind, Holder holder, Visibility section) {
        boolean inContract = holder.kind()
                .filter(of -> of == Kind.INTERFACE || of == Kind.TRAIT)
                .isPresent();
        return switch (language.access()) {
            case JAVA ->
                Syntax.modified(header, inContract || kind == Kind.FUNCTION ? Visibility.PUBLIC : Visibility.INTERNAL);
            case OPEN -> Syntax.modified(header, Visibility.PUBLIC);
            case C_SHARP ->
                Syntax.modified(
                        header,
                        inContract
                                ? Visibility.PUBLIC
                                : holder.depth() == 0 ? Visibility.INTERNAL : Visibility.PRIVATE);
            case UNDERSCORE -> name.startsWith("_") ? Visibility.PRIVATE : Visibility.PUBLIC;
            case CAPITAL -> Character.isUpperCase(name.codePointAt(0)) ? Visibility.PUBLIC : Visibility.INTERNAL;
            case PUB ->
                inContract || header.matches("(?s).*\\bpub\\s(?!\\().*|.*macro_rules!.*")
                        ? Visibility.PUBLIC
                        : Visibility.INTERNAL;
            case STATIC ->
                (holder.depth() > 0 && kind == Kind.METHOD) || !header.matches("(?s).*\\bstatic\\b.*")
                        ? section
                        : Visibility.PRIVATE;
            case SECTIONS -> name.startsWith("_") ? Visibility.PRIVATE : section;
            case EXPORT -> name.startsWith("#") ? Visibility.PRIVATE : Syntax.modified(header, section);
        };
    }

    private String doc(TSNode node, Optional<TSNode> body, int start) {
        if (language == Language.PYTHON) {
            return body.map(this::docstring).orElse("");
        }
        int first = language == Language.RUST ? Syntax.rowOfAttributes(node) : row(node);
        var doc = DocComment.above(lines, first, language.style());
        return doc.isEmpty() && start != first ? DocComment.above(lines, start, language.style()) : doc;
    }

    /// The first line of the text that stands first in a Python block.
    private String docstring(TSNode block) {
        for (var child : Syntax.children(block)) {
            var type = child.getType();
            if (type.equals("expression_statement") && child.getNamedChildCount() == 1) {
                var text = child.getNamedChild(0);
                return text.getType().equals("string") ? DocText.ofDocstring(syntax.text(text)) : "";
            }
            if (!type.equals("comment")) {
                return "";
            }
        }
        return "";
    }

    private String signature(TSNode node, Optional<TSNode> body) {
        int end = body.map(TSNode::getStartByte).orElse(node.getEndByte());
        end = Math.min(end, node.getStartByte() + 8 * Declaration.SIGNATURE_CHARS_MAX);
        var text = syntax.slice(node.getStartByte(), end);
        text = text.substring(0, body.isEmpty() ? Syntax.headLength(text, language) : text.length());
        if (language.style() == DocComment.Style.HASH) {
            text = text.replaceAll("(?m)(?<=\\s)#\\s.*$", "");
        }
        if (language == Language.GO && node.getType().startsWith("type_")) {
            text = "type " + text;
        }
        text = ANNOTATIONS
                .matcher(text)
                .replaceFirst("")
                .replaceAll("\\s+", " ")
                .strip();
        text = text.replaceFirst("\\s*(?:\\{|=>|:|;|=)\\s*$", "");
        return text.length() <= Declaration.SIGNATURE_CHARS_MAX
                ? text
                : text.substring(0, Declaration.SIGNATURE_CHARS_MAX - 1) + "…";
    }

    private static int row(TSNode node) {
        return node.getStartPoint().getRow() + 1;
    }
}
