/// The arithmetic of recall, and the record of what each stage did.
@NullMarked
package dev.mnemo.kernel.rank;

import org.jspecify.annotations.NullMarked;
