package dev.whatsway.store.channel;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps claims apart from what must hold from its commit on: a new stop, an opt-out, a suppression.
 * A claim that has read "no stop" and commits after a stop was stored would send after it. So each
 * claim holds this lock shared until its commit, and whoever stores a stop waits for those. Shared
 * holders do not wait for each other; it is a lock in memory, so that it costs the rows of a
 * channel, campaign or contact nothing. What a claim reads after it has passed is what there is: no
 * row needs a lock of its own to be read as it stands.
 *
 * <p>A claim takes it before it locks messages, and whoever closes it holds no other lock: so
 * neither waits for the other in a circle. Close it as the first statement of a short transaction.
 */
public final class StopBarrier {

  /** Any number that no other advisory lock of the database uses; Flyway's are hashes. */
  private static final long KEY = 0x57_53_74_6F_70L;

  /**
   * What {@link #passing} selects, for a statement that does something beside it. What the barrier
   * keeps as it is has to be read by a later one.
   */
  public static final String PASSING = "pg_advisory_xact_lock_shared(" + KEY + ")";

  /** What {@link #closed} selects, for a statement that is a transaction of its own. */
  public static final String CLOSED = "pg_advisory_xact_lock(" + KEY + ")";

  private final JdbcClient jdbc;

  public StopBarrier(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Lets no stop be stored until the transaction ends. */
  public void passing() {
    lock(PASSING);
  }

  /** Waits for every transaction that passes, and lets none pass until this one ends. */
  public void closed() {
    lock(CLOSED);
  }

  private void lock(String call) {
    jdbc.sql("SELECT " + call).query(row -> {});
  }
}
