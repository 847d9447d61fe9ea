/// Measures a cache on a labelled stream and recommends what to set.
@NullMarked
package dev.mnemo.cache.tune;

import org.jspecify.annotations.NullMarked;
