/// Takes over what other memories know: `mnemo import`.
@NullMarked
package dev.mnemo.app.importer;

import org.jspecify.annotations.NullMarked;
