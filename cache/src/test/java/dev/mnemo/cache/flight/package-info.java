@org.jspecify.annotations.NullMarked
package dev.mnemo.cache.flight;
