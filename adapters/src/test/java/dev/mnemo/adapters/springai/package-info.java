@NullMarked
package dev.mnemo.adapters.springai;

import org.jspecify.annotations.NullMarked;
