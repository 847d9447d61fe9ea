/// Facts by rules, without a model: what the languages have in common.
@NullMarked
package dev.mnemo.user.extract.rule;

import org.jspecify.annotations.NullMarked;
