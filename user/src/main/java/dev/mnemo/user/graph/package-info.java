/// Who and what a person knows, and how these are related.
@NullMarked
package dev.mnemo.user.graph;

import org.jspecify.annotations.NullMarked;
