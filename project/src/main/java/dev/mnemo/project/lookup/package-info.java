/// Questions about what is stored: one node, its links and origins, what changed, what repeats, how the store
/// is.
@NullMarked
package dev.mnemo.project.lookup;

import org.jspecify.annotations.NullMarked;
