package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.LedgerSide.Sent;
import dev.whatsway.launcher.bench.SlowStatements.Slow;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The same campaigns to a hundredth, a tenth and all of the people, one after the other on one
 * stack: whether what a person costs grows with how many there are. Everybody is somebody new, so
 * the later sizes also carry the rows of the earlier ones.
 */
final class GrowthBench {

  private static final long WARM_UP = 10_000;
  private static final List<String> TABLES =
      List.of("messages", "attempts", "contacts", "inbox", "contact_channels", "pair_pace");
  private static final String BYTES = "SELECT pg_total_relation_size(?::regclass)";

  private final BenchOptions options;
  private final BenchPlace place;
  private final Console console;
  private final BenchShop shop;
  private long people;

  GrowthBench(BenchOptions options, BenchPlace place, Console console) {
    this.options = options;
    this.place = place;
    this.console = console;
    this.shop = place.shop();
  }

  /** Runs it. */
  GrowthResult run() {
    List<String> channels = shop.open(BulkBench.MOST_A_NUMBER, BulkBench.NUMBERS);
    SlowStatements watch = SlowStatements.watch(place.database(), place.databaseLog());
    try (TemporalView temporal = TemporalView.of(place.peers())) {
      measure(WARM_UP, channels, watch, temporal);
      List<GrowthResult.Size> measured = new ArrayList<>();
      for (long size : sizes(options.recipients()).toArray()) {
        measured.add(measure(size, channels, watch, temporal));
      }
      return new GrowthResult(measured);
    }
  }

  /** Returns the numbers of people, the least first; fewer than three where they are not apart. */
  static LongStream sizes(long recipients) {
    return LongStream.of(100, 10, 1).map(part -> Math.max(1, recipients / part)).distinct();
  }

  private GrowthResult.Size measure(
      long size, List<String> channels, SlowStatements watch, TemporalView temporal) {
    LedgerSide side = new LedgerSide(options.to(size), place, shop, channels, Clock.systemUTC());
    Map<String, List<Slow>> slow = new LinkedHashMap<>();
    watch.sinceLast();
    try (HeapWatch heap = new HeapWatch(place.workersUrl())) {
      long began = System.nanoTime();
      side.importPeople(people);
      double imported = (System.nanoTime() - began) / 1e9;
      people += size;
      slow.put("import", watch.sinceLast());
      console.line(String.format(Locale.ROOT, "  Imported %,d people in %.1f s.", size, imported));
      Sent sent = side.send();
      slow.put("campaigns", watch.sinceLast());
      console.line(
          String.format(Locale.ROOT, "  %,d messages read after %.1f s.", size, sent.read()));
      return new GrowthResult.Size(
          size,
          imported,
          sent.planned(),
          sent.accepted(),
          sent.read(),
          heap.seen(),
          tables(),
          temporal.longestRun(sent.campaigns()),
          slow,
          sent.cpu());
    }
  }

  private Map<String, Long> tables() {
    try (Connection connection = place.database().connect();
        PreparedStatement statement = connection.prepareStatement(BYTES)) {
      Map<String, Long> bytes = new LinkedHashMap<>();
      for (String table : TABLES) {
        statement.setString(1, table);
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          bytes.put(table, row.getLong(1));
        }
      }
      return bytes;
    } catch (SQLException e) {
      throw new LauncherException("The tables' sizes cannot be read (" + e.getMessage() + ").", e);
    }
  }
}
