package dev.whatsway.store.consent;

import dev.whatsway.store.channel.StopBarrier;
import dev.whatsway.store.contact.PhoneTwins;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who gets nothing. It beats every opt-in, whenever given, until somebody lifts it, and holds for
 * every contact with the number, also one that is imported later.
 */
@Repository
public class Suppressions {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final PersonHashes hashes;
  private final StopBarrier barrier;
  private final Clock clock;

  public Suppressions(
      JdbcClient jdbc, PlatformTransactionManager transactions, PersonHashes hashes, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.hashes = hashes;
    this.barrier = new StopBarrier(jdbc);
    this.clock = clock;
  }

  /**
   * A number that is about to be written to.
   *
   * @param phone E.164 with its plus sign
   */
  public record Number(UUID accountId, String phone) {

    /** Leaves out the person. */
    @Override
    public String toString() {
      return "Number[accountId=" + accountId + "]";
    }
  }

  /**
   * Suppresses a number. When it returns, no claim is granted to it any more. One that is there
   * already keeps its reason and time. Call it outside of a transaction.
   */
  public Suppression put(UUID accountId, String phone, String reason) {
    Optional<Suppression> known = find(accountId, phone);
    if (known.isPresent()) {
      return known.get();
    }
    transaction.executeWithoutResult(
        status -> {
          barrier.closed();
          insert(accountId, phone, reason, false);
        });
    return find(accountId, phone).orElseThrow();
  }

  /** Does the same for good reason: the person is erased. The barrier is the caller's. */
  void insertErased(UUID accountId, String phone) {
    insert(accountId, phone, "erased", true);
  }

  private void insert(UUID accountId, String phone, String reason, boolean erased) {
    jdbc.sql(
            """
            INSERT INTO suppressions AS s (account_id, person, reason, erased, at)
            SELECT :account, p.person, :reason, :erased, :now FROM unnest(:persons) AS p (person)
            ON CONFLICT (account_id, person) DO UPDATE SET reason = excluded.reason, erased = true
              WHERE excluded.erased AND NOT s.erased
            """)
        .param("account", accountId)
        .param("persons", persons(hashes.make(accountId), phone))
        .param("reason", reason)
        .param("erased", erased)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  /** Returns the number's suppression. */
  public Optional<Suppression> find(UUID accountId, String phone) {
    return hashes
        .find(accountId)
        .flatMap(
            hash ->
                jdbc.sql(
                        "SELECT * FROM suppressions WHERE account_id = :account AND person = :person")
                    .param("account", accountId)
                    .param("person", hash.of(phone))
                    .query(Suppressions::read)
                    .optional());
  }

  /**
   * Lifts the number's suppression; opt-outs stay.
   *
   * @return whether there was one
   */
  public boolean lift(UUID accountId, String phone) {
    return hashes
        .find(accountId)
        .map(
            hash ->
                jdbc.sql(
                            "DELETE FROM suppressions WHERE account_id = :account AND person = ANY (:persons)")
                        .param("account", accountId)
                        .param("persons", persons(hash, phone))
                        .update()
                    > 0)
        .orElse(false);
  }

  /**
   * Returns those of the numbers that are suppressed, in two statements an account at most. A claim
   * asks it after it has passed {@link StopBarrier}.
   */
  public Set<Number> among(Collection<Number> numbers) {
    return numbers.stream().collect(Collectors.groupingBy(Number::accountId)).entrySet().stream()
        .flatMap(account -> among(account.getKey(), account.getValue()).stream())
        .collect(Collectors.toSet());
  }

  private Set<Number> among(UUID accountId, List<Number> numbers) {
    PersonHashes.Hash hash = hashes.find(accountId).orElse(null);
    if (hash == null) {
      return Set.of();
    }
    Map<String, Number> byPerson = new HashMap<>();
    byte[][] persons = new byte[numbers.size()][];
    for (int i = 0; i < persons.length; i++) {
      persons[i] = hash.of(numbers.get(i).phone());
      byPerson.put(hex(persons[i]), numbers.get(i));
    }
    return jdbc
        .sql(
            "SELECT person FROM suppressions WHERE account_id = :account AND person = ANY (:persons)")
        .param("account", accountId)
        .param("persons", persons)
        .query((row, number) -> byPerson.get(hex(row.getBytes("person"))))
        .list()
        .stream()
        .collect(Collectors.toSet());
  }

  /**
   * Returns what stands for these people on the list, for a statement of the caller's; none where
   * the account has never suppressed anybody. A claim asks it after it has passed {@link
   * StopBarrier}.
   *
   * @param persons numbers (E.164 with their plus signs) or BSUIDs
   */
  public byte[][] keys(UUID accountId, Collection<String> persons) {
    return keys(hashes.find(accountId), persons).orElseGet(() -> new byte[0][]);
  }

  /**
   * Does the same without a statement.
   *
   * @return empty where the account's key is not in memory, or there is none: the caller's
   *     statement must look whether {@code person_keys} has one
   */
  public Optional<byte[][]> keysAtHand(UUID accountId, Collection<String> persons) {
    return keys(hashes.atHand(accountId), persons);
  }

  private static Optional<byte[][]> keys(
      Optional<PersonHashes.Hash> hash, Collection<String> persons) {
    return hash.map(h -> persons.stream().map(h::of).toArray(byte[][]::new));
  }

  private static byte[][] persons(PersonHashes.Hash hash, String phone) {
    return PhoneTwins.of(phone).stream().map(hash::of).toArray(byte[][]::new);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Suppression read(ResultSet row, int number) throws SQLException {
    return new Suppression(
        row.getString("reason"),
        row.getBoolean("erased"),
        row.getObject("at", OffsetDateTime.class).toInstant());
  }
}
