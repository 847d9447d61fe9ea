/// Values that the application keeps for a person under names of its own.
@NullMarked
package dev.mnemo.user.kv;

import org.jspecify.annotations.NullMarked;
