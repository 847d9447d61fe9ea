/// The project's folder: which paths are inside it, what may be read and written, and how text gets in and out whole.
@NullMarked
package dev.mnemo.project.file;

import org.jspecify.annotations.NullMarked;
