package dev.mnemo.project.code;

import dev.mnemo.kernel.json.Json;

/// One claim that a source file makes about itself.
///
/// @param section the heading of the claim within its file: empty for the file itself, a name, or a name with its
///     parameters
/// @param text the claim
/// @param domain the domain it belongs to
/// @param confidence how sure a reader can be, 0..1
/// @param anchor what ties it to the file, as a node stores it
/// @param extra further meta for the node
record Finding(String section, String text, String domain, double confidence, Json.Obj anchor, Json.Obj extra) {
    Finding(String section, String text, String domain, double confidence, Json.Obj anchor) {
        this(section, text, domain, confidence, anchor, Json.Obj.EMPTY);
    }

    /// The heading without parameters: what stays when a signature changes.
    String name() {
        return nameOf(section);
    }

    /// A heading without parameters.
    static String nameOf(String section) {
        int parenthesis = section.indexOf('(');
        return parenthesis < 0 ? section : section.substring(0, parenthesis);
    }

    /// The heading of a claim made earlier about a file; the whole text if the claim has another form.
    static String sectionOf(String text, String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var rest = text.startsWith(path) ? text.substring(path.length()) : text;
        rest = text.startsWith(path) || !text.startsWith(name) ? rest : text.substring(name.length());
        int colon = rest.indexOf(": ");
        return colon < 0 ? rest.strip() : rest.substring(0, colon).strip();
    }
}
