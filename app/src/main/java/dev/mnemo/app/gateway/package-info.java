/// The gateway: programs that speak to a provider of models speak to it instead, and get answers that are known
/// already from the response cache and, if they say who the user is, what is remembered about them in the prompt.
@NullMarked
package dev.mnemo.app.gateway;

import org.jspecify.annotations.NullMarked;
