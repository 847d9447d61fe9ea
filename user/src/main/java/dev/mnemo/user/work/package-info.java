/// Work in the background: who does what is waiting in the durable queue.
@NullMarked
package dev.mnemo.user.work;

import org.jspecify.annotations.NullMarked;
