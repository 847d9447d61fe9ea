/// What the memory learns from what people say: when it listens, what it takes down, and how that changes what is
/// believed.
@NullMarked
package dev.mnemo.user.extract;

import org.jspecify.annotations.NullMarked;
