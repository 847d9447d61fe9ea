/// What a team learned about a code base. {@link dev.mnemo.project.ProjectMemory} is the only door.
@NullMarked
package dev.mnemo.project;

import org.jspecify.annotations.NullMarked;
