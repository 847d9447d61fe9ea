package dev.mnemo.app.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads a stream line by line without ever holding more than a limit.
final class LineReader {
    private final InputStream in;
    private final int bytesMax;
    private final byte[] buffer = new byte[8_192];
    private int next;
    private int end;

    /// What stands where a line was expected.
    sealed interface Line {
        /// A line without its end.
        final class Text implements Line {
            private final byte[] utf8;

            private Text(byte[] utf8) {
                this.utf8 = utf8;
            }

            Message read() {
                return Message.read(utf8);
            }
        }

        /// A line longer than the limit; it was skipped.
        record TooLong() implements Line {}

        /// Nothing more will come.
        record End() implements Line {}
    }

    LineReader(InputStream in, int bytesMax) {
        this.in = in;
        this.bytesMax = bytesMax;
    }

    /// The next line that is not blank. A last line without an end counts.
    Line next() throws IOException {
        var line = new byte[256];
        int length = 0;
        boolean tooLong = false;
        while (true) {
            if (next == end) {
                next = 0;
                end = Math.max(0, in.read(buffer));
                if (end == 0) {
                    return tooLong ? new Line.TooLong() : length > 0 ? text(line, length) : new Line.End();
                }
            }
            int stop = next;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            int count = stop - next;
            if (tooLong || length + count > bytesMax) {
                tooLong = true;
            } else {
                if (length + count > line.length) {
                    line = Arrays.copyOf(line, Math.max(line.length * 2, length + count));
                }
                System.arraycopy(buffer, next, line, length, count);
                length += count;
            }
            next = stop;
            if (stop < end) {
                next++;
                if (tooLong) {
                    return new Line.TooLong();
                }
                if (!isBlank(line, length)) {
                    return text(line, length);
                }
                length = 0;
            }
        }
    }

    private static boolean isBlank(byte[] line, int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\r' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private static Line text(byte[] line, int length) {
        return isBlank(line, length) ? new Line.End() : new Line.Text(Arrays.copyOf(line, length));
    }
}
