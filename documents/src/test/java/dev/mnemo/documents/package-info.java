@NullMarked
package dev.mnemo.documents;

import org.jspecify.annotations.NullMarked;
