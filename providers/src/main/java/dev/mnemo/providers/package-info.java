/// Remote models through LangChain4j's clients, each as an embedder or a language model. The only place that knows
/// providers and their keys.
@NullMarked
package dev.mnemo.providers;

import org.jspecify.annotations.NullMarked;
