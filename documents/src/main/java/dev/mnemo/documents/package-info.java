/// The text of files that are not plain text. Keeps Apache Tika and what it brings along away from the rest.
@NullMarked
package dev.mnemo.documents;

import org.jspecify.annotations.NullMarked;
