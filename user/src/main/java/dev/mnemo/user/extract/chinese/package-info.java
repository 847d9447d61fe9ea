/// Facts as Chinese says them.
@NullMarked
package dev.mnemo.user.extract.chinese;

import org.jspecify.annotations.NullMarked;
