/// The memories over HTTP: what each endpoint reads and answers, and the documentation made from the table of
/// endpoints.
@NullMarked
package dev.mnemo.app.rest;

import org.jspecify.annotations.NullMarked;
