/// What the cache's SPIs promise, as tests to extend.
@NullMarked
package dev.mnemo.cache.contract;

import org.jspecify.annotations.NullMarked;
