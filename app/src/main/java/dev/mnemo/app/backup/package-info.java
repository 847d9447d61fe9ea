/// One file that holds everything a person's memories know, and the way back: `mnemo backup`, `mnemo restore`.
@NullMarked
package dev.mnemo.app.backup;

import org.jspecify.annotations.NullMarked;
