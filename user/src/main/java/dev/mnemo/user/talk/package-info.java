/// What was said: messages and sessions.
@NullMarked
package dev.mnemo.user.talk;

import org.jspecify.annotations.NullMarked;
