/// Language models as a seam; nothing in the engine needs one.
@NullMarked
package dev.mnemo.kernel.llm;

import org.jspecify.annotations.NullMarked;
