package dev.whatsway.journey.time;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Spreads people evenly over a window, so that 100,000 of one zone are not a burst at 10:00. */
public final class Spread {

  // One who enters with a thousandth of the window left finds a place with 63 %, and all with
  // more nearly always; who finds none goes at once.
  private static final int DRAWS = 1_000;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  /** Who is to be placed: the same three ids get the same place, in any process and release. */
  public record Key(String campaign, String step, String contact) {

    private long hash() {
      long hash = FNV_OFFSET;
      for (byte next : (campaign + '\n' + step + '\n' + contact).getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ (next & 0xff)) * FNV_PRIME;
      }
      return hash;
    }
  }

  /**
   * Returns the place of the key in these parts of a window, on a whole second: never before now,
   * and the same for every now until it comes. Empty where nothing of them is left.
   *
   * <p>One who enters late has lost their place, so the next draw that is still to come counts. A
   * share of what is left would move with each look.
   */
  static Optional<Instant> place(List<Span> parts, Key key, Instant now) {
    Optional<Instant> earliest =
        parts.stream()
            .filter(part -> now.isBefore(part.end()))
            .findFirst()
            .map(part -> Span.later(part.start(), now));
    long seconds = parts.stream().mapToLong(Span::seconds).sum();
    if (earliest.isEmpty() || seconds == 0) {
      return earliest;
    }
    long hash = key.hash();
    for (int draw = 0; draw < DRAWS; draw++) {
      hash += GOLDEN_GAMMA;
      Instant place = at(parts, Math.floorMod(mixed(hash), seconds));
      if (!place.isBefore(now)) {
        return Optional.of(place);
      }
    }
    return earliest;
  }

  private static Instant at(List<Span> parts, long offset) {
    long left = offset;
    for (Span part : parts) {
      if (left < part.seconds()) {
        return part.start().plusSeconds(left);
      }
      left -= part.seconds();
    }
    throw new IllegalArgumentException("offset " + offset + " is beyond the window");
  }

  /** Ids of people differ in few bits; SplitMix64 lets each change half of the result. */
  private static long mixed(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  private Spread() {}
}
