package dev.whatsway.launcher;

import dev.whatsway.launcher.InfoFile.Addresses;
import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.console.Progress;
import dev.whatsway.launcher.postgres.PostgresBinaries;
import dev.whatsway.launcher.postgres.PostgresCluster;
import dev.whatsway.launcher.process.ChildSpec;
import dev.whatsway.launcher.process.PidFile;
import dev.whatsway.launcher.process.RunFolder;
import dev.whatsway.launcher.process.Supervisor;
import dev.whatsway.launcher.process.Watchdog;
import dev.whatsway.launcher.temporal.ServerDatabases;
import dev.whatsway.launcher.temporal.TemporalChain;
import dev.whatsway.launcher.temporal.TemporalKind;
import dev.whatsway.launcher.temporal.TemporalServer;
import dev.whatsway.launcher.temporal.TemporalSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Everything on one machine: PostgreSQL, Temporal, simulator, then workers and api. Whatever does
 * not wait for another part starts at the same time.
 */
final class Stack implements AutoCloseable {

  private final Settings settings;
  private final Options options;
  private final Console console;
  private final DataFolder data;
  private final Supervisor supervisor;
  private final Watchdog watchdog;
  private final ChildSpecs specs;
  private final TemporalSource temporal;
  private final PostgresCluster postgres;
  private final Bootstrap bootstrap;
  private @Nullable String firstKey;
  private String launcherKey = "";
  private volatile boolean namespaceMade;
  private volatile boolean complete;
  private boolean closed;

  /**
   * What to start.
   *
   * @param simulator whether the simulator is started and used as the Graph API
   * @param info the file for {@code --info}, or null
   * @param shortLived whether all ends, or rests, after some minutes: code that starts soon is then
   *     worth more than code that is fast later
   * @param kind which Temporal is started where none runs already; {@code SERVER} gets its
   *     namespace made as well, wherever it runs
   */
  record Options(boolean simulator, @Nullable Path info, boolean shortLived, TemporalKind kind) {

    /** On the dev server. */
    Options(boolean simulator, @Nullable Path info, boolean shortLived) {
      this(simulator, info, shortLived, TemporalKind.DEV);
    }

    /** For a stack that may stay for long, on the dev server. */
    Options(boolean simulator, @Nullable Path info) {
      this(simulator, info, false);
    }
  }

  private Stack(Settings settings, Options options, Console console, DataFolder data, RunFolder run)
      throws IOException {
    this.settings = settings;
    this.options = options;
    this.console = console;
    this.data = data;
    this.supervisor = new Supervisor(run, data.logs(), console, this::writeInfo);
    supervisor.endStaleChildren();
    Ports.requireFree(settings.portsNeeded(options.simulator()));
    this.temporal = chain().find(chosen -> console.line("Temporal: " + chosen));
    Secrets secrets = Secrets.of(data, settings.environment());
    this.postgres =
        new PostgresCluster(
            PostgresBinaries.unpackedIn(settings.cache()),
            data.postgres(),
            settings.postgres().number(),
            secrets.databasePassword());
    this.bootstrap = new Bootstrap(data, postgres, Clock.systemUTC());
    this.specs = new ChildSpecs(settings, options, data, secrets, postgres, temporal);
    this.watchdog = Watchdog.over(run);
    new PidFile(data.root().resolve("launcher.pid")).write(ProcessHandle.current().pid(), "TERM");
  }

  private TemporalChain chain() {
    return options.kind() == TemporalKind.SERVER
        ? TemporalChain.ofServers(
            settings.environment(), settings.cache(), TemporalChain.Effort.BUILD, console)
        : TemporalChain.of(
            settings.environment(), settings.cache(), TemporalChain.Effort.BUILD, console);
  }

  /**
   * Starts everything and returns once all of it serves. Ctrl-C and SIGTERM end it again.
   *
   * @throws LauncherException with the cause; whatever had been started is ended
   */
  static Stack start(Settings settings, Options options, Console console) {
    DataFolder data = DataFolder.take(settings.data());
    Stack stack;
    try {
      stack = new Stack(settings, options, console, data, RunFolder.at(data.run()));
    } catch (IOException e) {
      data.close();
      throw new LauncherException("Nothing could be started: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "end-children"));
    try {
      stack.startAll();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  Addresses addresses() {
    return new Addresses(
        specs.apiUrl(),
        specs.temporalAddress(),
        specs.temporalUiUrl(),
        options.simulator() ? specs.simulatorUrl() : null);
  }

  /** The key for a person; null when an earlier run has shown it. */
  @Nullable String firstKey() {
    return firstKey;
  }

  String launcherKey() {
    return launcherKey;
  }

  /** Where the workers tell their health and metrics. */
  String workersUrl() {
    return specs.workersUrl();
  }

  /** Starts one more process, which ends before all others; returns once it serves. */
  void startBeside(ChildSpec spec) {
    supervisor.start(spec);
  }

  Map<String, Long> pids() {
    return supervisor.pids();
  }

  PostgresCluster database() {
    return postgres;
  }

  SimulatorAccess simulator() {
    return specs.simulatorAccess();
  }

  /** The folder of the children's pid files. */
  Path runFolder() {
    return data.run();
  }

  Path logs() {
    return data.logs();
  }

  /** Whether a child of that name has been found serving since it was started last. */
  boolean serves(String child) {
    return supervisor.serves(child);
  }

  private void startAll() {
    // A thread for each part: most of them wait for a process.
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Progress progress = new Progress(console)) {
      Starter starter = new Starter(threads, progress);
      CompletableFuture<Void> postgresServes = starter.start(specs.postgres());
      CompletableFuture<Void> database =
          postgresServes.thenRunAsync(
              starter.step("the database schema", this::prepareDatabase), threads);
      CompletableFuture<Void> temporalReady =
          startTemporal(starter, postgresServes)
              .thenRunAsync(starter.step("the search attributes", this::prepareTemporal), threads);
      CompletableFuture<Void> simulator =
          options.simulator()
              ? starter.start(specs.simulator())
              : CompletableFuture.completedFuture(null);
      CompletableFuture<Void> ready = CompletableFuture.allOf(database, temporalReady);
      CompletableFuture<Void> workers =
          ready.thenComposeAsync(
              done ->
                  firstFailureOrAll(
                      specs.workers().stream()
                          .map(starter::start)
                          .toArray(CompletableFuture<?>[]::new)),
              threads);
      CompletableFuture<Void> api =
          ready.thenComposeAsync(done -> starter.start(specs.api()), threads);
      await(firstFailureOrAll(simulator, workers, api));
      complete = true;
      console.line("Everything serves after " + Console.seconds(progress.elapsed()) + ".");
    } finally {
      threads.shutdownNow();
    }
    writeInfo();
  }

  private CompletableFuture<Void> startTemporal(
      Starter starter, CompletableFuture<Void> postgresServes) {
    if (temporal instanceof TemporalSource.Program program) {
      return starter.start(specs.devServer(program));
    }
    if (temporal instanceof TemporalSource.Server server) {
      ServerDatabases databases =
          new ServerDatabases(
              server.programs(), postgres, data.logs().resolve("temporal-schema.log"));
      return postgresServes
          .thenRunAsync(
              starter.step("Temporal's database schemas", databases::prepare), starter.threads)
          .thenComposeAsync(
              done -> starter.start(specs.productionServer(server.programs())), starter.threads);
    }
    return CompletableFuture.completedFuture(null);
  }

  private void prepareDatabase() {
    try {
      postgres.createDatabase(PostgresCluster.DATABASE);
    } catch (SQLException e) {
      throw new LauncherException("The database cannot be made: " + e.getMessage(), e);
    }
    bootstrap.migrate();
    firstKey = bootstrap.firstKey();
    launcherKey = bootstrap.launcherKey();
  }

  private void prepareTemporal() {
    try (TemporalServer server =
        new TemporalServer(specs.temporalAddress(), settings.temporalNamespace())) {
      if (options.kind() == TemporalKind.SERVER) {
        namespaceMade = server.createNamespace();
      }
      server.requireNamespace();
      server.registerSearchAttributes();
    }
  }

  private void writeInfo() {
    if (options.info() != null && complete) {
      synchronized (this) {
        new InfoFile(options.info()).write(addresses(), launcherKey, supervisor.pids());
      }
    }
  }

  /** Ends when all have come through or any one has failed, without waiting for the others. */
  private static CompletableFuture<Void> firstFailureOrAll(CompletableFuture<?>... parts) {
    CompletableFuture<Void> all = CompletableFuture.allOf(parts);
    CompletableFuture<Void> result = new CompletableFuture<>();
    all.thenAccept(done -> result.complete(null));
    for (CompletableFuture<?> part : parts) {
      part.exceptionally(
          e -> {
            result.completeExceptionally(e);
            return null;
          });
    }
    return result;
  }

  private static void await(CompletableFuture<Void> future) {
    try {
      future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    console.line("Ending everything ...");
    supervisor.close();
    watchdog.close();
    removeNamespace();
    specs.close();
    data.close();
  }

  /** On somebody else's server, a namespace that was made for this stack goes with it. */
  private void removeNamespace() {
    if (namespaceMade && temporal instanceof TemporalSource.Running) {
      try (TemporalServer server =
          new TemporalServer(specs.temporalAddress(), settings.temporalNamespace())) {
        server.deleteNamespace();
      } catch (LauncherException e) {
        console.line(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Starts children, telling what is waited for and how long each took. */
  private final class Starter {

    private final ExecutorService threads;
    private final Progress progress;

    Starter(ExecutorService threads, Progress progress) {
      this.threads = threads;
      this.progress = progress;
    }

    CompletableFuture<Void> start(ChildSpec spec) {
      return CompletableFuture.runAsync(
          () -> {
            progress.waitingFor(spec.title());
            supervisor.start(spec);
            progress.done(spec.title());
            console.line(
                "  %-11s serves after %s"
                    .formatted(spec.title(), Console.seconds(progress.elapsed())));
          },
          threads);
    }

    Runnable step(String what, Runnable work) {
      return () -> {
        progress.waitingFor(what);
        work.run();
        progress.done(what);
      };
    }
  }
}
