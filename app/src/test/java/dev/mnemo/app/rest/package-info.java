@NullMarked
package dev.mnemo.app.rest;

import org.jspecify.annotations.NullMarked;
