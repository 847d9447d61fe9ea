/// Answers that a model already gave and that are worth giving again.
@NullMarked
package dev.mnemo.cache;

import org.jspecify.annotations.NullMarked;
