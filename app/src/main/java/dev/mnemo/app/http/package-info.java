/// The HTTP server: one table of endpoints, the checks that every request passes, problems as JSON. Helidon stays
/// inside.
@NullMarked
package dev.mnemo.app.http;

import org.jspecify.annotations.NullMarked;
