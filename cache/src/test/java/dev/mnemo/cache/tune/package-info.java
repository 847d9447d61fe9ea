@NullMarked
package dev.mnemo.cache.tune;

import org.jspecify.annotations.NullMarked;
