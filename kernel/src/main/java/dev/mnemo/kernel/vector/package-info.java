/// Nearest vectors, found in this process.
@NullMarked
package dev.mnemo.kernel.vector;

import org.jspecify.annotations.NullMarked;
