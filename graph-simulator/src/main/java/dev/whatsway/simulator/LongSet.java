package dev.whatsway.simulator;

/**
 * A set of 64-bit hashes in one array: 16 bytes an entry at worst, where a HashSet takes about 70.
 * Not safe for concurrent use.
 */
final class LongSet {
  private static final long EMPTY = 0;

  private long[] slots = new long[1024];
  private int size;

  /** Adds a hash and tells whether it was new. */
  boolean add(long hash) {
    // The one hash that looks like an empty slot is stored as another; they are random, 1 in 2^64.
    long value = hash == EMPTY ? 1 : hash;
    if (!insert(slots, value)) {
      return false;
    }
    size++;
    if (size * 2L > slots.length) {
      long[] larger = new long[slots.length * 2];
      for (long slot : slots) {
        if (slot != EMPTY) {
          insert(larger, slot);
        }
      }
      slots = larger;
    }
    return true;
  }

  private static boolean insert(long[] slots, long value) {
    int mask = slots.length - 1;
    int at = (int) Hash.mix(value) & mask;
    while (slots[at] != EMPTY) {
      if (slots[at] == value) {
        return false;
      }
      at = (at + 1) & mask;
    }
    slots[at] = value;
    return true;
  }
}
