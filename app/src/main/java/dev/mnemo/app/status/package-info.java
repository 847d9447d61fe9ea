/// What an agent's status line shows of a project: kept up to date in a small file that a shell can read.
@NullMarked
package dev.mnemo.app.status;

import org.jspecify.annotations.NullMarked;
