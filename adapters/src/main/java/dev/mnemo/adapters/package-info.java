/// What the adapters to other frameworks share: whom a request is for, what an answer costs, how parameters are read,
/// how a chat is kept, what a citation says.
@NullMarked
package dev.mnemo.adapters;

import org.jspecify.annotations.NullMarked;
