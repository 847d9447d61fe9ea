/// Files of a person: kept as objects, read as text, remembered in chunks.
@NullMarked
package dev.mnemo.user.file;

import org.jspecify.annotations.NullMarked;
