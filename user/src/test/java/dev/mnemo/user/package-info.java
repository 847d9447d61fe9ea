@NullMarked
package dev.mnemo.user;

import org.jspecify.annotations.NullMarked;
