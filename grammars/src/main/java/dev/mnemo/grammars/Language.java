package dev.mnemo.grammars;

import static java.util.Map.entry;

import dev.mnemo.project.code.Declaration.Kind;
import dev.mnemo.project.code.DocComment.Style;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterCSharp;
import org.treesitter.TreeSitterCpp;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterKotlin;
import org.treesitter.TreeSitterPhp;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterRuby;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterTsx;
import org.treesitter.TreeSitterTypescript;

/// The languages that can be outlined: for each, which nodes of its grammar declare something, which are only wrapped
/// around declarations, which hold members, and how it marks documentation and visibility.
@SuppressWarnings("ImmutableEnumChecker") // the collections are copies that nothing changes
enum Language {
    JAVA(
            TreeSitterJava::new,
            "java",
            Style.MARKED,
            Access.JAVA,
            Map.of(
                    "class_declaration", Kind.CLASS,
                    "record_declaration", Kind.CLASS,
                    "interface_declaration", Kind.INTERFACE,
                    "annotation_type_declaration", Kind.INTERFACE,
                    "enum_declaration", Kind.ENUM,
                    "method_declaration", Kind.METHOD,
                    "constructor_declaration", Kind.METHOD,
                    "compact_constructor_declaration", Kind.METHOD),
            "enum_body_declarations",
            "class_body interface_body enum_body annotation_type_body"),
    KOTLIN(
            TreeSitterKotlin::new,
            "kt kts",
            Style.MARKED,
            Access.OPEN,
            Map.of(
                    "class_declaration", Kind.CLASS,
                    "object_declaration", Kind.CLASS,
                    "type_alias", Kind.TYPE,
                    "function_declaration", Kind.FUNCTION),
            "companion_object class_body",
            "class_body enum_class_body function_body"),
    PYTHON(
            TreeSitterPython::new,
            "py pyi",
            Style.HASH,
            Access.UNDERSCORE,
            Map.of("class_definition", Kind.CLASS, "function_definition", Kind.FUNCTION),
            "decorated_definition",
            "block"),
    TYPESCRIPT(
            TreeSitterTypescript::new,
            "ts mts cts",
            Style.MARKED,
            Access.EXPORT,
            Tables.ECMASCRIPT,
            Tables.ECMASCRIPT_WRAPPERS,
            Tables.ECMASCRIPT_BODIES),
    TSX(
            TreeSitterTsx::new,
            "tsx",
            Style.MARKED,
            Access.EXPORT,
            Tables.ECMASCRIPT,
            Tables.ECMASCRIPT_WRAPPERS,
            Tables.ECMASCRIPT_BODIES),
    JAVASCRIPT(
            TreeSitterJavascript::new,
            "js jsx mjs cjs",
            Style.MARKED,
            Access.EXPORT,
            Tables.ECMASCRIPT,
            Tables.ECMASCRIPT_WRAPPERS,
            Tables.ECMASCRIPT_BODIES),
    GO(
            TreeSitterGo::new,
            "go",
            Style.ANY,
            Access.CAPITAL,
            Map.of(
                    "function_declaration", Kind.FUNCTION,
                    "method_declaration", Kind.METHOD,
                    "type_spec", Kind.TYPE,
                    "type_alias", Kind.TYPE),
            "type_declaration",
            ""),
    RUST(
            TreeSitterRust::new,
            "rs",
            Style.MARKED,
            Access.PUB,
            Map.of(
                    "function_item", Kind.FUNCTION,
                    "function_signature_item", Kind.FUNCTION,
                    "struct_item", Kind.STRUCT,
                    "union_item", Kind.STRUCT,
                    "enum_item", Kind.ENUM,
                    "trait_item", Kind.TRAIT,
                    "type_item", Kind.TYPE,
                    "macro_definition", Kind.FUNCTION),
            "mod_item declaration_list foreign_mod_item",
            "declaration_list"),
    C(TreeSitterC::new, "c", Style.ANY, Access.STATIC, Tables.C_FAMILY, Tables.C_WRAPPERS, "field_declaration_list"),
    CPP(
            TreeSitterCpp::new,
            "cpp cc cxx hpp hh hxx ipp inl h",
            Style.ANY,
            Access.STATIC,
            Tables.C_FAMILY,
            Tables.C_WRAPPERS,
            "field_declaration_list"),
    C_SHARP(
            TreeSitterCSharp::new,
            "cs",
            Style.MARKED,
            Access.C_SHARP,
            Map.of(
                    "class_declaration", Kind.CLASS,
                    "record_declaration", Kind.CLASS,
                    "struct_declaration", Kind.STRUCT,
                    "interface_declaration", Kind.INTERFACE,
                    "enum_declaration", Kind.ENUM,
                    "delegate_declaration", Kind.TYPE,
                    "method_declaration", Kind.METHOD,
                    "constructor_declaration", Kind.METHOD),
            "namespace_declaration file_scoped_namespace_declaration declaration_list preproc_if preproc_else",
            "declaration_list"),
    RUBY(
            TreeSitterRuby::new,
            "rb rake",
            Style.HASH,
            Access.SECTIONS,
            Map.of(
                    "class", Kind.CLASS,
                    "module", Kind.TRAIT,
                    "method", Kind.FUNCTION,
                    "singleton_method", Kind.FUNCTION),
            "singleton_class body_statement",
            "body_statement"),
    PHP(
            TreeSitterPhp::new,
            "php",
            Style.MARKED,
            Access.OPEN,
            Map.of(
                    "class_declaration", Kind.CLASS,
                    "interface_declaration", Kind.INTERFACE,
                    "trait_declaration", Kind.TRAIT,
                    "enum_declaration", Kind.ENUM,
                    "function_definition", Kind.FUNCTION,
                    "method_declaration", Kind.METHOD),
            "namespace_definition compound_statement",
            "declaration_list enum_declaration_list");

    /// How a language says who may use a declaration.
    enum Access {
        /// A modifier says it; without one the package may.
        JAVA,
        /// A modifier says it; without one everybody may.
        OPEN,
        /// A modifier says it; without one the assembly may use a type and nobody else a member.
        C_SHARP,
        /// A leading underscore says it.
        UNDERSCORE,
        /// `export` says it, for files that export anything.
        EXPORT,
        /// A capital letter says it.
        CAPITAL,
        /// `pub` says it.
        PUB,
        /// `static` hides in the file; sections of a class hide its members.
        STATIC,
        /// Sections of a class hide its members.
        SECTIONS
    }

    private static final Map<String, Language> BY_EXTENSION = byExtension();

    private final Supplier<TSLanguage> grammar;
    private final List<String> extensions;
    private final Style style;
    private final Access access;
    private final Map<String, Kind> kinds;
    private final Set<String> wrappers;
    private final Set<String> bodies;

    Language(
            Supplier<TSLanguage> grammar,
            String extensions,
            Style style,
            Access access,
            Map<String, Kind> kinds,
            String wrappers,
            String bodies) {
        this.grammar = grammar;
        this.extensions = words(extensions);
        this.style = style;
        this.access = access;
        this.kinds = Map.copyOf(kinds);
        this.wrappers = Set.copyOf(words(wrappers));
        this.bodies = Set.copyOf(words(bodies));
    }

    /// The language of files with an extension.
    static Optional<Language> ofExtension(String extension) {
        return Optional.ofNullable(BY_EXTENSION.get(extension));
    }

    /// Every extension of every language.
    static Set<String> allExtensions() {
        return BY_EXTENSION.keySet();
    }

    /// Loads the grammar; unpacks and links its native library.
    TSLanguage load() {
        return grammar.get();
    }

    Style style() {
        return style;
    }

    Access access() {
        return access;
    }

    /// What a node of the grammar declares, if anything.
    Optional<Kind> kind(String nodeType) {
        return Optional.ofNullable(kinds.get(nodeType));
    }

    /// Whether a node is only wrapped around declarations.
    boolean isWrapper(String nodeType) {
        return wrappers.contains(nodeType) || nodeType.equals("ERROR");
    }

    /// Whether a node holds the members of a type.
    boolean isBody(String nodeType) {
        return bodies.contains(nodeType);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static Map<String, Language> byExtension() {
        var map = new HashMap<String, Language>();
        Arrays.stream(values()).forEach(language -> language.extensions.forEach(name -> map.put(name, language)));
        return Map.copyOf(map);
    }

    /// What several grammars share; apart, because an enum's constants cannot use its own static fields.
    private static final class Tables {
        static final Map<String, Kind> ECMASCRIPT = Map.ofEntries(
                entry("class_declaration", Kind.CLASS),
                entry("abstract_class_declaration", Kind.CLASS),
                entry("interface_declaration", Kind.INTERFACE),
                entry("enum_declaration", Kind.ENUM),
                entry("type_alias_declaration", Kind.TYPE),
                entry("function_declaration", Kind.FUNCTION),
                entry("generator_function_declaration", Kind.FUNCTION),
                entry("function_signature", Kind.FUNCTION),
                entry("variable_declarator", Kind.FUNCTION),
                entry("assignment_expression", Kind.FUNCTION),
                entry("method_definition", Kind.METHOD),
                entry("method_signature", Kind.METHOD),
                entry("abstract_method_signature", Kind.METHOD));
        static final String ECMASCRIPT_WRAPPERS = "export_statement lexical_declaration variable_declaration"
                + " expression_statement ambient_declaration internal_module module statement_block";
        static final String ECMASCRIPT_BODIES = "class_body interface_body object_type";
        static final Map<String, Kind> C_FAMILY = Map.of(
                "function_definition", Kind.FUNCTION,
                "declaration", Kind.FUNCTION,
                "field_declaration", Kind.METHOD,
                "struct_specifier", Kind.STRUCT,
                "union_specifier", Kind.STRUCT,
                "class_specifier", Kind.CLASS,
                "enum_specifier", Kind.ENUM,
                "type_definition", Kind.TYPE);
        static final String C_WRAPPERS = "preproc_ifdef preproc_if preproc_else preproc_elif linkage_specification"
                + " declaration_list namespace_definition template_declaration";

        private Tables() {}
    }
}
