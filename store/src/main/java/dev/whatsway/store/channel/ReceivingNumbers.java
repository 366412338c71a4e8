package dev.whatsway.store.channel;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Whose number somebody has written to. */
@Repository
public class ReceivingNumbers {

  private final JdbcClient jdbc;

  public ReceivingNumbers(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A number of ours. */
  public record ReceivingNumber(UUID channelId, UUID accountId) {}

  /**
   * Returns the number with Meta's id.
   *
   * @param phoneNumberId null where the webhook left it out
   */
  public Optional<ReceivingNumber> find(@Nullable String phoneNumberId) {
    return phoneNumberId == null
        ? Optional.empty()
        : jdbc.sql("SELECT id, account_id FROM channels WHERE phone_number_id = :number")
            .param("number", phoneNumberId)
            .query(
                (row, number) ->
                    new ReceivingNumber(
                        row.getObject("id", UUID.class), row.getObject("account_id", UUID.class)))
            .optional();
  }
}
