/// Outlines of source files in many languages, read by tree-sitter.
@NullMarked
package dev.mnemo.grammars;

import org.jspecify.annotations.NullMarked;
