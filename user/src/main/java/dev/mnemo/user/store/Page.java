package dev.mnemo.user.store;

import dev.mnemo.kernel.fault.Refusal;
import java.util.List;

/// A part of a longer list.
///
/// @param total how many there are in all
/// @param items the part
public record Page<T>(long total, List<T> items) {
    /// Items of one page at most.
    public static final int ITEMS_MAX = 1_000;

    public Page {
        items = List.copyOf(items);
    }

    /// Checks how many items are wanted.
    public static int limit(int limit) {
        if (limit < 1 || limit > ITEMS_MAX) {
            throw new Refusal("The limit is " + limit + "; it is 1 to " + ITEMS_MAX + ".");
        }
        return limit;
    }

    /// Checks how many items are to be passed over.
    public static int offset(int offset) {
        if (offset < 0) {
            throw new Refusal("The offset is " + offset + "; it is 0 or more.");
        }
        return offset;
    }
}
