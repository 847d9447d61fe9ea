package dev.mnemo.project.code;

import java.util.List;
import java.util.Set;

/// Reads the comment at the head of a file in any language that marks comments in one of the usual ways.
final class CommentOutline implements SourceOutline {
    @Override
    public Set<String> extensions() {
        return Set.of();
    }

    @Override
    public Outline outline(String fileName, String text) {
        return new Outline(
                DocComment.ofFileHead(text.lines().limit(DocComment.HEAD_LINES).toList()), List.of());
    }
}
