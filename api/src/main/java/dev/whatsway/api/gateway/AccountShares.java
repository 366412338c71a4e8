package dev.whatsway.api.gateway;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** How much of what all accounts share each of them has, so that none takes all of it. */
final class AccountShares {

  private final int most;
  private final Map<UUID, Integer> taken = new ConcurrentHashMap<>();

  AccountShares(int most) {
    this.most = most;
  }

  int most() {
    return most;
  }

  /** Returns whether there was one left; it is to be given back. */
  boolean take(UUID accountId) {
    boolean[] granted = new boolean[1];
    taken.compute(
        accountId,
        (account, count) -> {
          int now = count == null ? 0 : count;
          granted[0] = now < most;
          return granted[0] ? Integer.valueOf(now + 1) : count;
        });
    return granted[0];
  }

  void giveBack(UUID accountId) {
    taken.computeIfPresent(accountId, (account, count) -> count == 1 ? null : count - 1);
  }
}
