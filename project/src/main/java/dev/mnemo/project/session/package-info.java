/// What happened in this sitting, and what the next one must know.
@NullMarked
package dev.mnemo.project.session;

import org.jspecify.annotations.NullMarked;
