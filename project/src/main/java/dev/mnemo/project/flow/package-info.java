/// Stored sequences of retrieval steps (pipelines) and combinations of them (vectors).
@NullMarked
package dev.mnemo.project.flow;

import org.jspecify.annotations.NullMarked;
