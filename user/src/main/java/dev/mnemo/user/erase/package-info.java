/// Everything of one person at once: erasure with a certificate, the check that nothing is left, export and import.
@NullMarked
package dev.mnemo.user.erase;

import org.jspecify.annotations.NullMarked;
