/// The table of operations as commands for people and scripts.
@NullMarked
package dev.mnemo.app.cli;

import org.jspecify.annotations.NullMarked;
