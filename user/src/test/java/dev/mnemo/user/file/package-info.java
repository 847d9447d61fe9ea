@NullMarked
package dev.mnemo.user.file;

import org.jspecify.annotations.NullMarked;
