@NullMarked
package dev.mnemo.user.store;

import org.jspecify.annotations.NullMarked;
