/// Nodes made from other nodes: corrections and summaries, and what they inherit.
@NullMarked
package dev.mnemo.project.derive;

import org.jspecify.annotations.NullMarked;
