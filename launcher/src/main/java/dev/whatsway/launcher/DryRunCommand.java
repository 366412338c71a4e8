package dev.whatsway.launcher;

import dev.whatsway.journey.definition.Compiled;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.journey.time.QuietRules;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.dryrun.DryCapsFile;
import dev.whatsway.launcher.dryrun.DryRunFile;
import dev.whatsway.launcher.dryrun.DryRunText;
import dev.whatsway.store.audience.PeopleFile;
import dev.whatsway.store.audience.PeopleFile.People;
import dev.whatsway.store.cost.Rates;
import dev.whatsway.store.cost.RatesConfiguration;
import dev.whatsway.workers.dryrun.DryCaps;
import dev.whatsway.workers.dryrun.DryOutcome;
import dev.whatsway.workers.dryrun.DryReport;
import dev.whatsway.workers.dryrun.DryReports;
import dev.whatsway.workers.dryrun.DryRun;
import dev.whatsway.workers.dryrun.DryRunTooLong;
import dev.whatsway.workers.dryrun.DrySetting;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "dry-run",
    description =
        "Tries a journey out on people of a CSV file: its real workflow on virtual time, with nothing sent or stored.")
final class DryRunCommand implements Callable<Integer> {

  private static final int SOUND = 0;
  private static final int REFUSED = 1;
  private static final int MOST_PEOPLE = 10_000;
  private static final int MOST_DAYS = 400;

  private final Clock clock = Clock.systemUTC();

  @Parameters(
      paramLabel = "FILE",
      description = "JSON: a journey, or a campaign with a journey, as POST /campaigns takes it.")
  private Path file = Path.of("");

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "The people, as an audience would be imported (default: the demo's sample).")
  private @Nullable Path csv;

  @Option(
      names = "--consent-source",
      paramLabel = "TEXT",
      description = "Asserts an opt-in from this source for every row of the file.")
  private @Nullable String consentSource;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many people at most (default: 1000, at most 10000).")
  private int sample = 1000;

  @Option(
      names = "--rates",
      paramLabel = "FILE.json",
      description =
          "How people react: delivered, read, clicked, replied from 0 to 1, and events by name (default: usual ones, printed).")
  private @Nullable Path rates;

  @Option(
      names = "--caps",
      paramLabel = "FILE.json",
      description =
          "The account's frequency caps, as PUT /settings/frequency-caps takes them (default: none).")
  private @Nullable Path caps;

  @Option(
      names = "--prices",
      paramLabel = "FILE.csv",
      description =
          "The rate file that costs are looked up in (default: WHATSWAY_RATES, else none).")
  private @Nullable String prices;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "When people enter, ISO 8601 with Z or an offset (default: now).")
  private @Nullable String start;

  @Option(
      names = "--timezone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "The zone of people who tell none (default: the campaign's, else UTC).")
  private String timezone = "UTC";

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "60",
      description = "Nobody is followed for longer (default: 60, at most 400).")
  private int days = 60;

  @Option(
      names = "--give-up",
      paramLabel = "DURATION",
      description = "How long it may take, ISO 8601 (default: PT10M).")
  private Duration giveUp = DryRun.LONGEST;

  @Option(
      names = "--report",
      paramLabel = "FILE.json",
      description = "Write the report as JSON, too.")
  private @Nullable Path report;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (sample < 1 || sample > MOST_PEOPLE) {
      throw Options.wrong(spec, "--sample must be from 1 to 10000.");
    }
    if (days < 1 || days > MOST_DAYS) {
      throw Options.wrong(spec, "--days must be from 1 to 400.");
    }
    Options.requireWritable(spec, "--report", report);
    DryRunFile asked = DryRunFile.read(file);
    if (asked.compiled() instanceof Compiled.Refused refused) {
      DryRunText.refused(file, refused).forEach(out::println);
      out.flush();
      return REFUSED;
    }
    JourneyPlan plan = ((Compiled.Sound) asked.compiled()).plan();
    People people = people();
    DrySetting setting = setting(asked, plan, people);
    long began = System.nanoTime();
    DryReport result = DryReports.of(setting, outcome(setting));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    DryRunText.of(result, people.rejected(), took).forEach(out::println);
    out.flush();
    if (report != null) {
      DryRunFile.write(report, result);
    }
    return SOUND;
  }

  private DryOutcome outcome(DrySetting setting) {
    try {
      return new DryRun(setting, List.of(), giveUp).run();
    } catch (DryRunTooLong e) {
      throw new LauncherException(String.valueOf(e.getMessage()), e);
    }
  }

  private DrySetting setting(DryRunFile asked, JourneyPlan plan, People people) {
    String zone = asked.timezone() == null ? timezone : asked.timezone();
    return new DrySetting(
        plan,
        people.people(),
        zone(zone),
        asked.category(),
        person -> QuietRules.NONE,
        new DryCaps(DryCapsFile.read(caps), Map.of()),
        DryRunFile.rates(rates),
        prices(),
        start(),
        Duration.ofDays(days));
  }

  private People people() throws IOException {
    try (InputStream rows = csv == null ? DryRunFile.samplePeople() : Files.newInputStream(csv)) {
      String source = csv == null ? "the demo's sample" : consentSource;
      return PeopleFile.read(rows, source, clock.instant(), sample);
    } catch (IllegalArgumentException e) {
      throw new LauncherException(csv + " " + e.getMessage(), e);
    }
  }

  private Rates prices() {
    String path = prices != null ? prices : System.getenv("WHATSWAY_RATES");
    try {
      return RatesConfiguration.read(path == null ? "" : path);
    } catch (RuntimeException e) {
      throw new LauncherException(String.valueOf(e.getMessage()), e);
    }
  }

  private Instant start() {
    if (start == null) {
      return clock.instant();
    }
    try {
      return OffsetDateTime.parse(start).toInstant();
    } catch (DateTimeException e) {
      throw new LauncherException(
          "--start must be a time such as 2026-12-01T09:00:00Z; it is " + start + ".", e);
    }
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new LauncherException(
          "--timezone must be an IANA zone such as Europe/Berlin; it is " + name + ".", e);
    }
  }
}
