/// One immutable value type for every wire and file, read strictly and written byte-exactly.
@NullMarked
package dev.mnemo.kernel.json;

import org.jspecify.annotations.NullMarked;
