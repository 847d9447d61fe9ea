/// Content-addressed claims on disk: one file for each node, a set of active addresses, chains and roots.
@NullMarked
package dev.mnemo.project.node;

import org.jspecify.annotations.NullMarked;
