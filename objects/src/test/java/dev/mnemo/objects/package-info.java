@NullMarked
package dev.mnemo.objects;

import org.jspecify.annotations.NullMarked;
