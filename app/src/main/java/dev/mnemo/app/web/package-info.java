/// The dashboard: pages, scripts and styles, served as they are packed.
@NullMarked
package dev.mnemo.app.web;

import org.jspecify.annotations.NullMarked;
