/// Threads of reasoning: nodes in the order in which they led to each other.
@NullMarked
package dev.mnemo.project.chain;

import org.jspecify.annotations.NullMarked;
