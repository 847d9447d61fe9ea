/// What the event log tells about how the memory is used: counted, not guessed.
@NullMarked
package dev.mnemo.project.infer;

import org.jspecify.annotations.NullMarked;
