/// What many memories say together: insights, traits with evidence, and mood.
@NullMarked
package dev.mnemo.user.digest;

import org.jspecify.annotations.NullMarked;
