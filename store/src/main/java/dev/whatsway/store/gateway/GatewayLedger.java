package dev.whatsway.store.gateway;

import dev.whatsway.contract.message.Route;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The ledger of what the gateway sends. Each method is one transaction; call it outside of one. */
@Repository
public class GatewayLedger {

  /** Decides whether a send may be offered to Meta; once it has committed, it may. */
  public Admission admit(GatewaySend send) {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends an attempt and claims the next one through the other route, where nothing has come against
   * the send in the meantime.
   *
   * @param ended {@code Refused}, {@code Rejected} or {@code NotSent}; {@code Unknown} only where
   *     the channel's fallback is {@code always}
   */
  public Next next(UUID messageId, UUID endedAttempt, GatewayOutcome ended, Route route) {
    throw new UnsupportedOperationException();
  }

  /**
   * Records the final outcome and, where the request had a key, keeps the answer.
   *
   * @param answer null where the client's request had no key, and where nothing was sent for
   *     certain, so that a repetition may send
   */
  public void finish(
      UUID messageId, UUID attemptId, GatewayOutcome outcome, @Nullable StoredAnswer answer) {
    throw new UnsupportedOperationException();
  }
}
