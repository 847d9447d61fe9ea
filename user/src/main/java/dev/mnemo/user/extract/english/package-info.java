/// Facts as English says them.
@NullMarked
package dev.mnemo.user.extract.english;

import org.jspecify.annotations.NullMarked;
