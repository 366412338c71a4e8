package dev.whatsway.launcher.bench;

import dev.whatsway.launcher.bench.Contest.Taken;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.demo.People;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * The import of a CSV file against PostgreSQL's own {@code COPY} of the same file into a table of
 * text columns with a serial key. Ours checks each number, meets each contact, keeps their consent
 * with its source, and names each row that it rejects. Each turn has people whom nobody knows yet.
 */
final class ImportBench {

  private static final double GOAL = 0.25;

  private final BenchOptions options;
  private final BenchPlace place;
  private final Console console;
  private long next;

  ImportBench(BenchOptions options, BenchPlace place, Console console) {
    this.options = options;
    this.place = place;
    this.console = console;
  }

  /** Runs it. */
  Comparison run() {
    BenchShop shop = place.shop();
    return new Contest("import", "rows/s", GOAL, console)
        .between(
            new Import("WhatsWay's import", first -> shop.audience(first, options.recipients())),
            new Import("COPY into a bare table", this::copy),
            options.rounds());
  }

  /** Imports so many people, the first with this ordinal. */
  private interface Way {
    void take(long first);
  }

  private final class Import implements Contest.Side {

    private final String title;
    private final Way way;

    Import(String title, Way way) {
      this.title = title;
      this.way = way;
    }

    @Override
    public String title() {
      return title;
    }

    @Override
    public Taken run() {
      long first = next;
      next += options.recipients();
      CpuTimes cpu = CpuTimes.begin(place.pids().get());
      long began = System.nanoTime();
      way.take(first);
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Taken(options.recipients() / seconds, cpu.details(seconds));
    }
  }

  private void copy(long first) {
    try (Connection connection = place.database().connect();
        Statement statement = connection.createStatement();
        InputStream file = new People.Synthetic(first, options.recipients()).file()) {
      statement.execute("DROP TABLE IF EXISTS bare_people");
      statement.execute(
          "CREATE TABLE bare_people (id bigserial PRIMARY KEY, phone text, name text, country text,"
              + " opt_in text, opt_in_source text)");
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "COPY bare_people (phone, name, country, opt_in, opt_in_source) FROM STDIN"
                  + " (FORMAT csv, HEADER)",
              file);
    } catch (SQLException | IOException e) {
      throw new LauncherException("COPY failed (" + e.getMessage() + ").", e);
    }
  }
}
