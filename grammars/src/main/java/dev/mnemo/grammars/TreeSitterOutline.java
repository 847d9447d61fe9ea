package dev.mnemo.grammars;

import dev.mnemo.project.code.DocComment;
import dev.mnemo.project.code.Outline;
import dev.mnemo.project.code.SourceOutline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSParser;
import org.treesitter.TSTree;

/// Outlines of Java, Kotlin, Python, TypeScript, JavaScript, Go, Rust, C, C++, C#, Ruby and PHP, read by tree-sitter;
/// of any other file the comment it begins with. A grammar's native library is linked when its language is first met.
public final class TreeSitterOutline implements SourceOutline {
    /// A longer file is not parsed, in bytes.
    public static final int SOURCE_BYTES_MAX = 2_000_000;

    /// A file that takes longer is given up, in milliseconds.
    public static final long PARSE_MILLIS_MAX = 3_000;

    private final Map<Language, TSLanguage> loaded = new ConcurrentHashMap<>();

    @Override
    public Set<String> extensions() {
        return Language.allExtensions();
    }

    @Override
    public Outline outline(String fileName, String text) {
        var language = Language.ofExtension(SourceOutline.extension(fileName));
        if (language.isEmpty()) {
            return COMMENTS_ONLY.outline(fileName, text);
        }
        try {
            return parse(language.get(), text);
        } catch (RuntimeException | LinkageError fault) {
            return headOnly(text, "the grammar failed: " + fault);
        }
    }

    private Outline parse(Language language, String text) {
        var source = text.getBytes(StandardCharsets.UTF_8);
        if (source.length > SOURCE_BYTES_MAX) {
            return headOnly(text, "longer than " + SOURCE_BYTES_MAX + " bytes");
        }
        var grammar = loaded.computeIfAbsent(language, Language::load);
        try (var parser = new TSParser()) {
            if (!parser.setLanguage(grammar)) {
                return headOnly(text, "the grammar does not fit the parser");
            }
            try (var tree = tree(parser, source)) {
                return tree == null
                        ? headOnly(text, "parsing took longer than " + PARSE_MILLIS_MAX + " ms")
                        : new OutlineReader(language, source, text.lines().toList()).read(tree.getRootNode());
            }
        }
    }

    private static @Nullable TSTree tree(TSParser parser, byte[] source) {
        long deadline = System.nanoTime() + PARSE_MILLIS_MAX * 1_000_000;
        return parser.parseWithOptions(
                new byte[Math.max(1, Math.min(source.length, 1 << 16))],
                null,
                (buffer, offset, _) -> {
                    int size = Math.min(buffer.length, source.length - offset);
                    if (size <= 0) {
                        return 0;
                    }
                    System.arraycopy(source, offset, buffer, 0, size);
                    return size;
                },
                TSInputEncoding.TSInputEncodingUTF8,
                _ -> System.nanoTime() > deadline);
    }

    private static Outline headOnly(String text, String remark) {
        var head = text.lines().limit(DocComment.HEAD_LINES).toList();
        return new Outline(DocComment.ofFileHead(head), List.of(), remark);
    }
}
