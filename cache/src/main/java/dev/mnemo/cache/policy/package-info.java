/// What makes a cached answer right: the key it belongs to, the guards it has to pass, the error it may have.
@NullMarked
package dev.mnemo.cache.policy;

import org.jspecify.annotations.NullMarked;
