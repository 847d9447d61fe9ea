/// Files unpacked once per machine, such as native libraries out of jars.
@NullMarked
package dev.mnemo.kernel.unpack;

import org.jspecify.annotations.NullMarked;
