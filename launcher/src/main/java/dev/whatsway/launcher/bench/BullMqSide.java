package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The peer in bulk: {@code bench/peers/bullmq}, one Node process with 100 jobs at a time, on a
 * Redis as Debian ships it (no append-only file; a snapshot a minute once 10,000 keys have
 * changed). Each job is one POST of the same body to the same simulator and one prepared UPDATE by
 * primary key of a row that is there already. Its clock runs from the first job's being added to
 * the last one's end; nothing tells it what became of its messages.
 */
final class BullMqSide implements Contest.Side {

  private final long recipients;
  private final BenchPlace place;
  private final BenchShop shop;
  private final BullMq bullMq;

  private BullMqSide(long recipients, BenchPlace place, BullMq bullMq) {
    this.recipients = recipients;
    this.place = place;
    this.shop = place.shop();
    this.bullMq = bullMq;
  }

  /**
   * Installs and starts it.
   *
   * @throws LauncherException where Redis, Node or npm is missing
   */
  static BullMqSide start(BenchOptions options, BenchPlace place, Console console) {
    Redis redis = Redis.find();
    NodeProgram program = NodeProgram.prepare("bullmq", place.peers(), console);
    int redisPort = redis.start(place.peers());
    BullMq bullMq = BullMq.start(program, redisPort, place, options.time());
    return new BullMqSide(options.recipients(), place, bullMq);
  }

  @Override
  public String title() {
    return "BullMQ on Redis, each message accepted";
  }

  @Override
  public Contest.Taken run() {
    shop.nobodyTells();
    fillTable();
    CpuTimes cpu = CpuTimes.begin(place.pids().get());
    BullMqRun run = bullMq.run(recipients);
    return new Contest.Taken(run.perSecond(), cpu.details(run.seconds()));
  }

  /**
   * A table of its own with a row for each message, tidy, so that no vacuum falls into its turn.
   */
  private void fillTable() {
    try (Connection connection = place.database().connect();
        Statement statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "CREATE TABLE IF NOT EXISTS bench_messages"
                  + " (id bigint PRIMARY KEY, wamid text, status text NOT NULL)",
              "TRUNCATE bench_messages",
              "INSERT INTO bench_messages (id, status)"
                  + " SELECT id, 'queued' FROM generate_series(1, "
                  + recipients
                  + ") id",
              "VACUUM (ANALYZE) bench_messages")) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new LauncherException("The peer's table cannot be filled (" + e.getMessage() + ").", e);
    }
  }
}
