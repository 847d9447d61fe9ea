/// A message in, the nodes that matter out, each with the reason why it is there.
@NullMarked
package dev.mnemo.project.recall;

import org.jspecify.annotations.NullMarked;
