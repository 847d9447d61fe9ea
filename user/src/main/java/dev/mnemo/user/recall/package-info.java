/// Recall: a question in, what is remembered of one person out, each hit with its reasons.
@NullMarked
package dev.mnemo.user.recall;

import org.jspecify.annotations.NullMarked;
