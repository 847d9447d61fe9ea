@NullMarked
package dev.mnemo.user.fact;

import org.jspecify.annotations.NullMarked;
