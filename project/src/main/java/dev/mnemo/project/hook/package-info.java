/// What the memory has to say when an editor starts, asks, reads, changes or fails.
@NullMarked
package dev.mnemo.project.hook;

import org.jspecify.annotations.NullMarked;
