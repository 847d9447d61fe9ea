/// What is known about one person who talks to an agent.
@NullMarked
package dev.mnemo.user;

import org.jspecify.annotations.NullMarked;
