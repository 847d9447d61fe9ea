/// Where the rows of people are: the schema, one person's share of a transaction, words and vectors that recall finds
/// rows by, and the durable queue of work.
@NullMarked
package dev.mnemo.user.store;

import org.jspecify.annotations.NullMarked;
