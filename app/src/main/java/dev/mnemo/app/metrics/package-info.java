/// Figures of the running server for Prometheus.
@NullMarked
package dev.mnemo.app.metrics;

import org.jspecify.annotations.NullMarked;
