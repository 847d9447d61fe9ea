@NullMarked
package dev.mnemo.cache.policy;

import org.jspecify.annotations.NullMarked;
