/// What happened, as a bounded log of JSON Lines.
@NullMarked
package dev.mnemo.kernel.event;

import org.jspecify.annotations.NullMarked;
