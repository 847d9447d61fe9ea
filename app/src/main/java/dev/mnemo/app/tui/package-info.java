/// The live view of what memories do: `mnemo watch`.
@NullMarked
package dev.mnemo.app.tui;

import org.jspecify.annotations.NullMarked;
