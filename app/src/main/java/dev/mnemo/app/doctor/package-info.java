/// Finds and explains what is wrong on this machine: `mnemo doctor`.
@NullMarked
package dev.mnemo.app.doctor;

import org.jspecify.annotations.NullMarked;
