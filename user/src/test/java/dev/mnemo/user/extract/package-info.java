@org.jspecify.annotations.NullMarked
package dev.mnemo.user.extract;
