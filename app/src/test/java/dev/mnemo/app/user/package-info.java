@NullMarked
package dev.mnemo.app.user;

import org.jspecify.annotations.NullMarked;
