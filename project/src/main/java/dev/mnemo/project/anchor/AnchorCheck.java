package dev.mnemo.project.anchor;

import dev.mnemo.kernel.fault.Refusal;
import dev.mnemo.project.anchor.Verification.Check;

/// Whether one anchor holds, and how to say it.
final class AnchorCheck {
    private static final int HASH_DIGITS_SHOWN = 8;

    private AnchorCheck() {}

    static Check of(Anchor anchor, Evidence evidence) {
        try {
            return switch (anchor) {
                case Anchor.InFile(var path) -> {
                    boolean there =
                            evidence.file(path).isFile() || evidence.file(path).isFolder();
                    yield new Check(there, "file: " + path + (there ? " exists" : " NOT FOUND"));
                }
                case Anchor.Grep grep -> grep(grep, evidence);
                case Anchor.Dependency(var name) ->
                    evidence.dependency(name)
                            .map(where -> new Check(true, "dependency: '" + name + "' " + where))
                            .orElseGet(() -> new Check(
                                    false, "dependency: '" + name + "' not found in imports or dependency files"));
                case Anchor.Passage passage -> passage(passage, place(passage, evidence));
                case Anchor.Unknown(var json) ->
                    new Check(false, "unknown or damaged anchor of type '" + json.string("type", "") + "'");
            };
        } catch (Refusal outside) {
            return new Check(false, "path REJECTED: " + outside.getMessage());
        }
    }

    /// Where a passage is now; one whose path is not allowed is missing.
    static Place place(Anchor.Passage passage, Evidence evidence) {
        try {
            return evidence.place(passage);
        } catch (Refusal outside) {
            return Place.MISSING;
        }
    }

    private static Check grep(Anchor.Grep grep, Evidence evidence) {
        var what = "grep: '" + grep.pattern() + "' ";
        if (grep.path().isEmpty()) {
            return evidence.fileWith(grep.pattern())
                    .map(file -> new Check(true, what + "found in " + file))
                    .orElseGet(() -> new Check(false, what + "NOT FOUND in any source file"));
        }
        var content = evidence.content(grep.path());
        if (content.isEmpty()) {
            return new Check(false, "grep: file '" + grep.path() + "' NOT FOUND");
        }
        boolean there = content.get().contains(grep.pattern());
        return new Check(there, what + "in " + grep.path() + (there ? " found" : " NOT FOUND"));
    }

    private static Check passage(Anchor.Passage passage, Place place) {
        return switch (place.state()) {
            case OK -> new Check(true, "content_hash: ok in " + passage.file() + " at line " + place.line());
            case DRIFTED ->
                new Check(
                        false,
                        "content_hash: DRIFTED in " + passage.file() + " at line " + place.line() + " (expected "
                                + brief(passage.contentHash()) + ", found " + brief(place.currentHash()) + ")");
            case MISSING -> new Check(false, "content_hash: context not found in " + passage.file());
        };
    }

    private static String brief(String hash) {
        return hash.length() > HASH_DIGITS_SHOWN ? hash.substring(0, HASH_DIGITS_SHOWN) : hash;
    }
}
