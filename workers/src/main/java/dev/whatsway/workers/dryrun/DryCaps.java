package dev.whatsway.workers.dryrun;

import dev.whatsway.store.rules.FrequencyCap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The account's frequency caps, and what they already count.
 *
 * @param caps all of them hold for marketing; empty for none
 * @param claimed when each contact's marketing was claimed, by contact; without those who got none
 */
public record DryCaps(List<FrequencyCap> caps, Map<UUID, List<Instant>> claimed) {

  public static final DryCaps NONE = new DryCaps(List.of(), Map.of());

  public DryCaps {
    caps = List.copyOf(caps);
    claimed = Map.copyOf(claimed);
  }
}
