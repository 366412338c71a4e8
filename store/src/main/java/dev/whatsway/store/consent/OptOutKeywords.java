package dev.whatsway.store.consent;

import dev.whatsway.store.contact.Word.Kind;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The messages by which people opt out of marketing and in again, an account's own or the defaults.
 */
@Repository
public class OptOutKeywords {

  private final JdbcClient jdbc;
  private final Clock clock;

  public OptOutKeywords(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * The keywords as they were given.
   *
   * @param updatedAt null for the defaults
   */
  public record Keywords(List<String> optOut, List<String> optIn, @Nullable Instant updatedAt) {

    /** Returns what a message says when it is a keyword; an opt-out wins. */
    public Optional<Kind> read(String message) {
      String word = SpokenWord.normal(message);
      if (word.isEmpty()) {
        return Optional.empty();
      }
      if (updatedAt == null) {
        return Optional.ofNullable(DefaultKeywords.MEANINGS.get(word));
      }
      if (contains(optOut, word)) {
        return Optional.of(Kind.OPT_OUT);
      }
      return contains(optIn, word) ? Optional.of(Kind.OPT_IN) : Optional.empty();
    }

    private static boolean contains(List<String> keywords, String word) {
      return keywords.stream().anyMatch(keyword -> SpokenWord.normal(keyword).equals(word));
    }
  }

  /** Returns whether two texts are the same to whoever reads them. */
  public static boolean same(String text, String other) {
    String word = SpokenWord.normal(text);
    return !word.isEmpty() && word.equals(SpokenWord.normal(other));
  }

  /** Returns whether a text can be a keyword: it holds a letter or a digit and is not too long. */
  public static boolean possible(String keyword) {
    return !SpokenWord.normal(keyword).isEmpty();
  }

  /** Returns the account's keywords. */
  public Keywords of(UUID accountId) {
    return jdbc.sql("SELECT * FROM opt_out_keywords WHERE account_id = :account")
        .param("account", accountId)
        .query(
            (row, number) ->
                new Keywords(
                    texts(row.getArray("opt_out")),
                    texts(row.getArray("opt_in")),
                    row.getObject("updated_at", OffsetDateTime.class).toInstant()))
        .optional()
        .orElseGet(() -> new Keywords(DefaultKeywords.OPT_OUT, DefaultKeywords.OPT_IN, null));
  }

  /** Replaces the account's keywords. */
  public void put(UUID accountId, List<String> optOut, List<String> optIn) {
    jdbc.sql(
            """
            INSERT INTO opt_out_keywords (account_id, opt_out, opt_in, updated_at)
            VALUES (:account, :out, :in, :now)
            ON CONFLICT (account_id) DO UPDATE SET
              opt_out = excluded.opt_out, opt_in = excluded.opt_in, updated_at = excluded.updated_at
            """)
        .param("account", accountId)
        .param("out", optOut.toArray(String[]::new))
        .param("in", optIn.toArray(String[]::new))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Goes back to the defaults. */
  public void reset(UUID accountId) {
    jdbc.sql("DELETE FROM opt_out_keywords WHERE account_id = :account")
        .param("account", accountId)
        .update();
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }
}
