/// Puts Mnemo into the configuration of coding agents, and takes it out again.
@NullMarked
package dev.mnemo.app.install;

import org.jspecify.annotations.NullMarked;
