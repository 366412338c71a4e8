package dev.whatsway.launcher.bench.bare;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Which messages have been sent, by {@link BareNames#messageId}. */
final class SentMessages {

  private final Map<Long, BitSet> byCampaign = new HashMap<>();

  synchronized void add(UUID messageId) {
    of(messageId).set((int) messageId.getLeastSignificantBits());
  }

  /** Returns how many of the ordinals from {@code from} to before {@code to} are not sent yet. */
  synchronized long undecided(UUID campaignId, long from, long to) {
    return to - from - of(campaignId).get((int) from, (int) to).cardinality();
  }

  private BitSet of(UUID id) {
    return byCampaign.computeIfAbsent(id.getMostSignificantBits(), campaign -> new BitSet());
  }
}
