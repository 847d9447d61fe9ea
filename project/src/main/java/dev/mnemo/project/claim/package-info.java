/// What is claimed, corrected, confirmed, tied together, summarised, forgotten and carried between projects.
@NullMarked
package dev.mnemo.project.claim;

import org.jspecify.annotations.NullMarked;
