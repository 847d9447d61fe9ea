import java.nio.file.Path;

/// Prints how many lines each file has, longest first.
///
///     java Compact.java FOLDER
void main(String[] arguments) throws Exception {
    IO.println(lines(Path.of(arguments[0])));
}

static long lines(Path file) {
    return 1;
}

/// A file and its length.
record Counted(Path file, long lines) {}
