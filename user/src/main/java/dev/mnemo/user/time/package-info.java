/// When something was, as people say it: temporal expressions in English and Chinese.
@NullMarked
package dev.mnemo.user.time;

import org.jspecify.annotations.NullMarked;
