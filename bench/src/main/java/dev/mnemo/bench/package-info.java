/// Measurements: speed and quality, never published.
@NullMarked
package dev.mnemo.bench;

import org.jspecify.annotations.NullMarked;
