/// The program: the one place where configuration meets `new`.
@NullMarked
package dev.mnemo.app;

import org.jspecify.annotations.NullMarked;
