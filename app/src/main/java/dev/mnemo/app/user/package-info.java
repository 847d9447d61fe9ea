/// Commands about the user memory.
@NullMarked
package dev.mnemo.app.user;

import org.jspecify.annotations.NullMarked;
