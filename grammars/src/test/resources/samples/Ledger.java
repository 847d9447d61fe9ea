/*
 * Copyright 2026 Nobody. Licensed under nothing.
 */
package shop;

import java.util.List;

/**
 * Books every payment <b>twice</b>, once on each side. Balances are never stored; see {@link #balance(String)}.
 *
 * @param <T> the currency
 */
@Deprecated(since = "a (b) {c}")
public final class Ledger<T extends Comparable<T>> implements AutoCloseable {
    private int entries; /* not a doc comment */
    int undocumented() { return 0; }

    /** Adds one payment and returns its number. */
    @SuppressWarnings({"unchecked", "raw"})
    public long add(String account, List<? super T> amounts) {
        class Local {}
        return entries++;
    }

    /** Adds many payments at once, e.g. from an import. All or nothing. */
    public long add(String account, T... amounts) { return 0; }

    /// What an account holds, in `cents`.
    protected long balance(String account) { return 0; }

    /** Hidden. */
    private void rotate() {}

    /** One side of a payment. */
    public record Side(String account, long cents) {
        /** Refuses negative amounts of money. */
        public Side { }
    }

    /** Who may look at the books. */
    interface Reader { /** Reads one page of the book. */ List<String> page(int number); }

    enum State { OPEN, CLOSED; /** Whether no more payments are taken. */ public boolean done() { return this == CLOSED; } }

    @Override public void close() {}
}
