/// Where in the code a claim holds: what anchors mean, whether they still hold, which nodes speak of a file.
@NullMarked
package dev.mnemo.project.anchor;

import org.jspecify.annotations.NullMarked;
