/// The files of a code base: what they declare, what is remembered about them, and how to read and change them.
@NullMarked
package dev.mnemo.project.code;

import org.jspecify.annotations.NullMarked;
