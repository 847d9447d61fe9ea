@NullMarked
package dev.mnemo.adapters.langchain4j;

import org.jspecify.annotations.NullMarked;
