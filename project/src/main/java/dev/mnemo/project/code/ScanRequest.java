package dev.mnemo.project.code;

import dev.mnemo.kernel.fault.Refusal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// What to scan.
///
/// @param path a folder or file, relative to the project or absolute inside it
/// @param extensions the extensions of the files wanted, lower case without dots; none means every source file
/// @param force whether unchanged files are read again
public record ScanRequest(String path, Set<String> extensions, boolean force) {
    private static final int EXTENSIONS_MAX = 50;

    public ScanRequest {
        extensions = Set.copyOf(extensions);
    }

    /// Reads extensions as people write them: `java,kt`, `.py .pyi`.
    ///
    /// @throws Refusal if one is no extension
    public static ScanRequest of(String path, String extensions, boolean force) {
        Set<String> wanted = Arrays.stream(extensions.split("[,;\\s]+"))
                .map(text -> text.replaceFirst("^\\*?\\.", "").toLowerCase(java.util.Locale.ROOT))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (var extension : wanted) {
            if (!extension.matches("[\\w+#-]{1,20}") || wanted.size() > EXTENSIONS_MAX) {
                throw new Refusal("extensions takes up to " + EXTENSIONS_MAX
                        + " file name extensions separated by commas, such as \"java,kt\".");
            }
        }
        return new ScanRequest(path, wanted, force);
    }
}
