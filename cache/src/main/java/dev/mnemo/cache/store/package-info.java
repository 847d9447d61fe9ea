/// Where answers are kept: the SPI {@link dev.mnemo.cache.store.Store} and the stores that come with it.
@NullMarked
package dev.mnemo.cache.store;

import org.jspecify.annotations.NullMarked;
