/// Texts to vectors: the seam every embedding model implements.
@NullMarked
package dev.mnemo.kernel.embed;

import org.jspecify.annotations.NullMarked;
