package dev.whatsway.launcher.bench.bare;

import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * The capacities of our workers, read from their own file, so that the peer always has the same.
 */
final class OurCapacities {

  private static final String FILE = "/whatsway-workers.yaml";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):([^}]*)}");

  /** As in dev.whatsway.workers.TemporalConfiguration, milliseconds. */
  private static final long DEADLOCK_DETECTION = 5_000;

  private final Map<?, ?> temporal;

  private OurCapacities(Map<?, ?> temporal) {
    this.temporal = temporal;
  }

  static OurCapacities read() {
    try (InputStream file = OurCapacities.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is not on the class path");
      }
      Map<?, ?> all = new Yaml().load(file);
      return new OurCapacities(map(map(all.get("spring")).get("temporal")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WorkerFactoryOptions factory() {
    Map<?, ?> cache = map(temporal.get("workflow-cache"));
    return WorkerFactoryOptions.newBuilder()
        .setWorkflowCacheSize(number(cache.get("max-instances")))
        .setMaxWorkflowThreadCount(number(cache.get("max-threads")))
        .build();
  }

  /**
   * Returns the options of one of our workers.
   *
   * @throws IllegalStateException where it has one that the peer would not have
   */
  WorkerOptions of(String worker) {
    WorkerOptions.Builder options =
        WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(DEADLOCK_DETECTION);
    capacity(worker).forEach((name, value) -> set(options, String.valueOf(name), number(value)));
    return options.build();
  }

  private Map<?, ?> capacity(String worker) {
    for (Object each : (Iterable<?>) required(temporal.get("workers"), "workers")) {
      if (worker.equals(map(each).get("name"))) {
        return map(map(each).get("capacity"));
      }
    }
    throw new IllegalStateException(FILE + " has no worker " + worker);
  }

  private static void set(WorkerOptions.Builder options, String name, int value) {
    switch (name) {
      case "max-concurrent-activity-executors" ->
          options.setMaxConcurrentActivityExecutionSize(value);
      case "max-concurrent-local-activity-executors" ->
          options.setMaxConcurrentLocalActivityExecutionSize(value);
      case "max-concurrent-workflow-task-executors" ->
          options.setMaxConcurrentWorkflowTaskExecutionSize(value);
      case "max-concurrent-workflow-task-pollers" ->
          options.setMaxConcurrentWorkflowTaskPollers(value);
      case "max-concurrent-activity-task-pollers" ->
          options.setMaxConcurrentActivityTaskPollers(value);
      default ->
          throw new IllegalStateException(
              FILE + " has a capacity that the bench's peer does not take over: " + name);
    }
  }

  private static int number(@Nullable Object value) {
    Matcher variable = VARIABLE.matcher(String.valueOf(value));
    if (!variable.matches()) {
      return Integer.parseInt(String.valueOf(value));
    }
    String told = System.getenv(variable.group(1));
    return Integer.parseInt(told == null ? variable.group(2) : told);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return (Map<?, ?>) required(value, "a section");
  }

  private static Object required(@Nullable Object value, String what) {
    if (value == null) {
      throw new IllegalStateException(FILE + " lacks " + what);
    }
    return value;
  }
}
