package dev.whatsway.store.consent;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds whether a quick reply is one that its template marks as an opt-out. */
@Repository
public class OptOutButtons {

  private final JdbcClient jdbc;

  public OptOutButtons(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Returns the texts and payloads by which people opt out: of the template of the message that was
   * answered; of all the account's templates where that message is not known here.
   *
   * @param wamid of the message that was answered, null where Meta names none
   */
  public List<String> of(UUID accountId, @Nullable String wamid) {
    List<String[]> ofMessage =
        jdbc.sql(
                """
                SELECT t.opt_out_buttons FROM attempts a
                JOIN messages m ON m.id = a.message_id
                JOIN channels h ON h.id = m.channel_id
                JOIN templates t ON t.account_id = h.account_id AND t.waba_id = h.waba_id
                  AND t.name = m.template_name AND t.language = m.template_language
                WHERE a.wamid = :wamid AND h.account_id = :account
                """)
            .param("wamid", wamid)
            .param("account", accountId)
            .query((row, number) -> (String[]) row.getArray("opt_out_buttons").getArray())
            .list();
    if (!ofMessage.isEmpty()) {
      return ofMessage.stream().flatMap(Arrays::stream).toList();
    }
    return jdbc.sql(
            """
            SELECT DISTINCT unnest(opt_out_buttons) FROM templates
            WHERE account_id = :account AND opt_out_buttons <> '{}'
            """)
        .param("account", accountId)
        .query(String.class)
        .list();
  }
}
