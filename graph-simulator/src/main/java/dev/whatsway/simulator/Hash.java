package dev.whatsway.simulator;

/** A stable 64-bit hash: the same on every machine and in every run. */
final class Hash {
  private Hash() {}

  static long of(long seed, String text) {
    long hash = mix(seed + 0x9E3779B97F4A7C15L);
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return mix(hash);
  }

  /** The finaliser of SplitMix64: every input bit moves every output bit. */
  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
