package dev.mnemo.kernel.text;

/// Whether a text repeats another one, or a piece of it.
public final class Quotation {
    private Quotation() {}

    /// Whether `said` repeats all of a text or a piece of it. White space counts as it is shown on one line. Every run
    /// of
    /// `2 * pieceChars - 1` characters is found, and every beginning of `pieceChars`.
    ///
    /// @param pieceChars the shortest piece that counts; of a shorter text, all of it
    public static boolean of(String text, String said, int pieceChars) {
        var line = Plain.line(text);
        var where = Plain.line(said);
        int length = Math.min(pieceChars, line.length());
        if (length == 0) {
            return false;
        }
        for (int at = 0; at + length <= line.length(); at += length) {
            if (where.contains(line.substring(at, at + length))) {
                return true;
            }
        }
        return where.contains(line.substring(line.length() - length));
    }
}
