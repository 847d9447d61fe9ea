/// Words: how a text is cut into them, an index over them, and what must never be stored.
@NullMarked
package dev.mnemo.kernel.text;

import org.jspecify.annotations.NullMarked;
