package dev.whatsway.store.cost;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Meta says it charges for a message, in its words.
 *
 * @param recipient E.164; the country is the number's
 * @param deliveredAt when it was delivered, which is what Meta bills by
 */
public record Charge(
    String recipient,
    String category,
    @Nullable String type,
    @Nullable Boolean billable,
    Instant deliveredAt) {

  /** Leaves out the recipient: whoever logs this record must not log a person. */
  @Override
  public String toString() {
    return "Charge[" + category + ", " + type + "]";
  }
}
