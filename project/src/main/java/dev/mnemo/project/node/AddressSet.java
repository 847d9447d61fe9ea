package dev.mnemo.project.node;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Addresses in ascending order, eight bytes each: asking is a binary search, a copy is one array copy.
@SuppressWarnings("JdkObsolete") // whoever reads a store is promised no more than a SortedSet
final class AddressSet extends AbstractSet<Address> implements SortedSet<Address> {
    private static final int ROOM_MIN = 16;

    private long[] bits;
    private int size;

    AddressSet() {
        this(new long[ROOM_MIN], 0);
    }

    private AddressSet(long[] bits, int size) {
        this.bits = bits;
        this.size = size;
    }

    /// @param ascending the bits of addresses, each once; belongs to the set from now on
    static AddressSet of(long[] ascending) {
        return new AddressSet(ascending, ascending.length);
    }

    AddressSet copy() {
        return new AddressSet(bits.clone(), size);
    }

    /// The bits of the address at a place.
    long bits(int place) {
        return bits[place];
    }

    @Override
    public boolean contains(@Nullable Object other) {
        return other instanceof Address address && Arrays.binarySearch(bits, 0, size, address.bits()) >= 0;
    }

    @Override
    public boolean add(Address address) {
        int place = size > 0 && bits[size - 1] < address.bits()
                ? -size - 1
                : Arrays.binarySearch(bits, 0, size, address.bits());
        if (place >= 0) {
            return false;
        }
        int free = -place - 1;
        if (size == bits.length) {
            bits = Arrays.copyOf(bits, Math.max(ROOM_MIN, size + (size >> 1)));
        }
        System.arraycopy(bits, free, bits, free + 1, size - free);
        bits[free] = address.bits();
        size++;
        return true;
    }

    @Override
    public boolean remove(@Nullable Object other) {
        int place = other instanceof Address address ? Arrays.binarySearch(bits, 0, size, address.bits()) : -1;
        if (place < 0) {
            return false;
        }
        System.arraycopy(bits, place + 1, bits, place, size - place - 1);
        size--;
        return true;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Iterator<Address> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size;
            }

            @Override
            public Address next() {
                if (next >= size) {
                    throw new NoSuchElementException();
                }
                return new Address(bits[next++]);
            }
        };
    }

    @Override
    public @Nullable Comparator<? super Address> comparator() {
        return null;
    }

    @Override
    public Address first() {
        return at(0);
    }

    @Override
    public Address last() {
        return at(size - 1);
    }

    private Address at(int place) {
        if (size == 0) {
            throw new NoSuchElementException();
        }
        return new Address(bits[place]);
    }

    @Override
    public SortedSet<Address> subSet(Address from, Address to) {
        return part(this).subSet(from, to);
    }

    @Override
    public SortedSet<Address> headSet(Address to) {
        return part(this).headSet(to);
    }

    @Override
    public SortedSet<Address> tailSet(Address from) {
        return part(this).tailSet(from);
    }

    /// Nobody changes a set through a part of it.
    private static SortedSet<Address> part(Collection<Address> all) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(all));
    }
}
