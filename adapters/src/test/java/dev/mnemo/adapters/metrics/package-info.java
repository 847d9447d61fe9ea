@NullMarked
package dev.mnemo.adapters.metrics;

import org.jspecify.annotations.NullMarked;
