/// What is believed about a person: memories in versions, where each came from, and how it changed.
@NullMarked
package dev.mnemo.user.fact;

import org.jspecify.annotations.NullMarked;
