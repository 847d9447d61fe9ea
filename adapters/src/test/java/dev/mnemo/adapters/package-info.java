@NullMarked
package dev.mnemo.adapters;

import org.jspecify.annotations.NullMarked;
