/// The Model Context Protocol in both of its eras, as a small blocking layer over the table of operations.
@NullMarked
package dev.mnemo.app.mcp;

import org.jspecify.annotations.NullMarked;
