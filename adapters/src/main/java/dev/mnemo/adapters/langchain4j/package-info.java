/// The memories inside LangChain4j: the response cache in front of a model, the user memory behind a chat.
@NullMarked
package dev.mnemo.adapters.langchain4j;

import org.jspecify.annotations.NullMarked;
