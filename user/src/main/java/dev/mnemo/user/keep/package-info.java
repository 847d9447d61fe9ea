/// How long things are kept.
@NullMarked
package dev.mnemo.user.keep;

import org.jspecify.annotations.NullMarked;
