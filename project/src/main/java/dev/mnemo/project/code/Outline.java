package dev.mnemo.project.code;

import java.util.List;

/// What a source file says about itself.
///
/// @param doc what the file, module or package is for, one sentence; empty if it does not say
/// @param declarations what it declares, in the order of the file, members after the type that holds them
/// @param remark why declarations may be missing (too long, too slow, not understood); empty if none are
public record Outline(String doc, List<Declaration> declarations, String remark) {
    public Outline {
        declarations = List.copyOf(declarations);
    }

    /// An outline that is complete.
    public Outline(String doc, List<Declaration> declarations) {
        this(doc, declarations, "");
    }
}
