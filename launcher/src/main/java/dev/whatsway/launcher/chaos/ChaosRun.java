package dev.whatsway.launcher.chaos;

import dev.whatsway.launcher.chaos.ChaosPlan.Order;
import dev.whatsway.launcher.chaos.ChaosPlan.Phase;
import dev.whatsway.launcher.chaos.ChaosPlan.Strike;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.demo.ApiClient;
import dev.whatsway.launcher.process.Pause;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One run: campaigns all the time, and meanwhile faults, kills and orders as planned, each in a
 * thread of its own; then silence, and both sides' books are held against each other.
 */
public final class ChaosRun {

  /** No campaign begins so late that it would meet none of the chaos. */
  private static final Duration LAST_LAUNCH = Duration.ofSeconds(10);

  private static final Duration ALL_UP = Duration.ofMinutes(3);

  private final Options options;
  private final Place place;
  private final Console console;
  private final ChaosPlan plan;
  private final ChaosLoad load;
  private final Operator operator;
  private final Killer killer;
  private final Faults faults;
  private final Books books;
  private final LogSearch logs;
  private final ChaosProgress progress;
  private volatile String fault = "calm";
  private long began;

  /**
   * @param tracking the tracking modes of the campaigns
   */
  public record Options(long seed, Duration length, List<String> tracking) {}

  /**
   * The stack that has to bear it.
   *
   * @param runFolder where the pid files are
   * @param serves tells of a child's name whether it serves
   */
  public record Place(
      String apiUrl,
      String apiKey,
      String simulatorUrl,
      String appSecret,
      Path runFolder,
      Path logs,
      Predicate<String> serves) {}

  public ChaosRun(Options options, Place place, Console console, Clock clock) {
    this.options = options;
    this.place = place;
    this.console = console;
    this.plan = ChaosPlan.draw(options.seed(), options.length());
    // Secrets of this run alone, so that a log which shows one shows this one.
    ChaosLoad.Secrets secrets =
        new ChaosLoad.Secrets(
            place.simulatorUrl(),
            "chaos-access-token-" + UUID.randomUUID(),
            place.appSecret(),
            "chaos-verify-token-" + UUID.randomUUID());
    PatientClient api = new PatientClient(place.apiUrl() + "/api/v1", place.apiKey());
    ApiClient simulator = new ApiClient(place.simulatorUrl(), secrets.accessToken());
    this.load = new ChaosLoad(api, simulator, secrets, options.seed());
    this.operator = new Operator(api, load, clock);
    this.killer = new Killer(place.runFolder(), place.serves(), clock);
    this.faults = new Faults(simulator, options.seed());
    this.books = new Books(api, simulator);
    this.logs =
        new LogSearch(
            place.logs(),
            Map.of(
                "the access token", secrets.accessToken(),
                "the verify token", secrets.verifyToken(),
                "the app secret", secrets.appSecret(),
                "an API key", place.apiKey()));
    this.progress = new ChaosProgress(console);
  }

  /**
   * @throws LauncherException when the API refuses a campaign, or does not come back
   */
  public ChaosReport run() {
    faults.end();
    load.prepare();
    options.tracking().forEach(load::launch);
    console.line(
        "The chaos begins: %d phases of faults, %d kills, %d pauses and cancels."
            .formatted(plan.phases().size(), plan.strikes().size(), plan.orders().size()));
    rage();
    faults.end();
    long over = System.nanoTime();
    awaitServing();
    operator.leaveNothingPaused();
    Evidence evidence = new Settling(this::look, progress).await();
    progress.end();
    return new ChaosReport(
        options.seed(),
        options.length(),
        options.tracking(),
        plan,
        evidence,
        Verification.of(evidence),
        Duration.ofNanos(System.nanoTime() - over));
  }

  private void rage() {
    began = System.nanoTime();
    try (Crew crew = new Crew()) {
      crew.start(() -> follow(crew, plan.phases(), Phase::from, this::begin));
      crew.start(() -> follow(crew, plan.strikes(), Strike::at, killer::carryOut));
      // A thread for each order: it may be answered long after the next is due.
      crew.start(
          () ->
              follow(
                  crew,
                  plan.orders(),
                  Order::at,
                  order -> crew.start(() -> operator.carryOut(order))));
      for (String mode : options.tracking()) {
        crew.start(() -> load.keepLaunching(mode, () -> crew.isBroken() || isOver(LAST_LAUNCH)));
      }
      while (!crew.isBroken() && !isOver(Duration.ZERO) && Pause.millis(500)) {
        showProgress();
      }
      // Whoever is in the middle of something ends it: the API is on its way up by now.
      crew.join();
    } finally {
      progress.end();
    }
  }

  private <T> void follow(Crew crew, List<T> steps, Function<T, Duration> at, Consumer<T> act) {
    for (T step : steps) {
      while (elapsed().compareTo(at.apply(step)) < 0) {
        if (crew.isBroken() || !Pause.millis(100)) {
          return;
        }
      }
      if (!isOver(Duration.ZERO)) {
        act.accept(step);
      }
    }
  }

  private void begin(Phase phase) {
    faults.begin(phase);
    fault = phase.title();
  }

  private boolean isOver(Duration before) {
    return elapsed().plus(before).compareTo(options.length()) >= 0;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void showProgress() {
    if (progress.due()) {
      progress.show(
          options.length().minus(elapsed()),
          load.launched().size(),
          killer.kills().size(),
          books.accepted(),
          fault);
    }
  }

  private void awaitServing() {
    long deadline = System.nanoTime() + ALL_UP.toNanos();
    while (!Arrays.stream(Target.values()).allMatch(t -> place.serves().test(t.child()))) {
      if (System.nanoTime() > deadline || !Pause.millis(200)) {
        throw new LauncherException(
            "Not every process came up again within %d minutes; see the logs in %s."
                .formatted(ALL_UP.toMinutes(), place.logs()));
      }
    }
  }

  private Evidence look() {
    List<Launched> launched = load.launched();
    return new Evidence(
        launched.size(),
        books.ours(launched),
        books.metas(),
        killer.kills(),
        operator.silences(),
        operator.answers(),
        logs.leaks());
  }
}
