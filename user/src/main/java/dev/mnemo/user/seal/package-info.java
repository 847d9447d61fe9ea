/// Encryption at rest: a key for each person, wrapped by a master key that the store never holds.
@NullMarked
package dev.mnemo.user.seal;

import org.jspecify.annotations.NullMarked;
