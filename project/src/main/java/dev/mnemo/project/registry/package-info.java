/// The projects this person has, by name.
@NullMarked
package dev.mnemo.project.registry;

import org.jspecify.annotations.NullMarked;
