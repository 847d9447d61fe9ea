/// The response cache as an advisor of Spring AI.
@NullMarked
package dev.mnemo.adapters.springai;

import org.jspecify.annotations.NullMarked;
