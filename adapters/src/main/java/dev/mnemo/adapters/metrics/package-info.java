/// What the response cache does and saves, as metrics of Micrometer and OpenTelemetry.
@NullMarked
package dev.mnemo.adapters.metrics;

import org.jspecify.annotations.NullMarked;
