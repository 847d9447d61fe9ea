/// What a model said: the text in the pieces in which it came, calls of tools, why it ended and what it cost.
@NullMarked
package dev.mnemo.cache.answer;

import org.jspecify.annotations.NullMarked;
