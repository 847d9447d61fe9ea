/// One call for many who ask the same at the same time.
@NullMarked
package dev.mnemo.cache.flight;

import org.jspecify.annotations.NullMarked;
