/// How things fail: one exception with codes, and limits with names.
@NullMarked
package dev.mnemo.kernel.fault;

import org.jspecify.annotations.NullMarked;
