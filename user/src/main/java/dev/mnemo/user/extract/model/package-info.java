/// Facts by a language model, whose every word is checked.
@NullMarked
package dev.mnemo.user.extract.model;

import org.jspecify.annotations.NullMarked;
