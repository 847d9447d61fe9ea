/// The response cache in front of a model of LangChain4j.
@NullMarked
package dev.mnemo.adapters.langchain4j;

import org.jspecify.annotations.NullMarked;
