package dev.mnemo.kernel.text;

import java.util.ArrayList;
import java.util.List;

/// Tells whether other texts repeat a text or a piece of it. White space counts as it is shown on one line. Every run
/// of
/// twice the length of a piece is found, and every beginning and end of one piece.
public final class Quotation {
    private final List<String> pieces;

    /// @param pieceChars the shortest piece that counts; of a shorter text, all of it
    public Quotation(String text, int pieceChars) {
        var line = Plain.line(text);
        int length = Math.min(pieceChars, line.length());
        var found = new ArrayList<String>();
        for (int at = 0; length > 0 && at + length <= line.length(); at += length) {
            found.add(line.substring(at, at + length));
        }
        if (length > 0) {
            found.add(line.substring(line.length() - length));
        }
        this.pieces = List.copyOf(found);
    }

    /// Whether a text repeats it.
    public boolean isIn(String said) {
        if (pieces.isEmpty() || said.length() < pieces.getFirst().length()) {
            return false;
        }
        var line = Plain.line(said);
        return pieces.stream().anyMatch(line::contains);
    }
}
