/// `mnemo cache`: what people do to a response cache from the command line.
@NullMarked
package dev.mnemo.app.cache;

import org.jspecify.annotations.NullMarked;
