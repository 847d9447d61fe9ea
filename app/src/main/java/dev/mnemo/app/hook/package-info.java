/// The small fast path an editor starts on every prompt, read and edit.
@NullMarked
package dev.mnemo.app.hook;

import org.jspecify.annotations.NullMarked;
