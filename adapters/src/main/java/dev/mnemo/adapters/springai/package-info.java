/// The memories inside Spring AI: the response cache and the user memory as advisors, and a chat memory.
@NullMarked
package dev.mnemo.adapters.springai;

import org.jspecify.annotations.NullMarked;
