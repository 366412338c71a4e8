package dev.whatsway.launcher;

import dev.whatsway.contract.PayloadConversion;
import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.temporal.HistoryStore;
import dev.whatsway.workers.replay.Divergence;
import dev.whatsway.workers.replay.Histories;
import dev.whatsway.workers.replay.HistoryException;
import dev.whatsway.workers.replay.Replay;
import dev.whatsway.workers.replay.Retelling;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description =
        "Runs today's workflow code on the history of a workflow and prints each decision with its time and reason. Sends and stores nothing.")
final class ReplayCommand implements Callable<Integer> {

  private static final int SAME = 0;
  private static final int DIVERGED = 1;
  private static final int NOT_REPLAYED = 2;

  /** Temporal ends a history at 50 MB, which base64 and indentation make larger. */
  private static final long LARGEST_FILE = 100_000_000;

  @Parameters(
      paramLabel = "WORKFLOW-ID|FILE.json",
      description = "A workflow of a running system, or a history that was exported.")
  private String subject = "";

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "Where Temporal listens (default: TEMPORAL_ADDRESS, else the one of ./whatsway up).")
  private @Nullable String address;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Temporal's namespace (default: TEMPORAL_NAMESPACE, else default).")
  private @Nullable String namespace;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      defaultValue = "",
      description = "One run of the workflow (default: the latest).")
  private String runId = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      return replay(history(), out);
    } catch (HistoryException | LauncherException e) {
      return notReplayed(e.getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      return notReplayed("The history could not be replayed: " + e);
    }
  }

  /** Not 1, which says that the code diverges. */
  private int notReplayed(@Nullable String why) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println("whatsway: " + why);
    err.flush();
    return NOT_REPLAYED;
  }

  private WorkflowExecutionHistory history() {
    @Nullable Path file = file();
    if (file != null) {
      return Histories.read(content(file));
    }
    Settings settings = Settings.from(System.getenv(), null);
    String theirs =
        settings.temporalAddress() != null
            ? settings.temporalAddress()
            : "127.0.0.1:" + settings.temporal().number();
    try (HistoryStore store =
        new HistoryStore(
            address != null ? address : theirs,
            namespace != null ? namespace : settings.temporalNamespace())) {
      return store.fetch(subject, runId);
    }
  }

  /** Returns null for what can only be a workflow id. */
  private @Nullable Path file() {
    try {
      Path file = Path.of(subject);
      return Files.exists(file) || subject.endsWith(".json") ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static String content(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new LauncherException(
            file + " is no file; give a history.json or the id of a workflow, such as message/ID.");
      }
      if (Files.size(file) > LARGEST_FILE) {
        throw new LauncherException(
            file + " is larger than 100 MB, which no history of Temporal's is.");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new LauncherException(file + " is no text in UTF-8; export the history again.", e);
    } catch (IOException e) {
      throw new LauncherException(file + " cannot be read (" + e + ").", e);
    }
  }

  private static int replay(WorkflowExecutionHistory history, PrintWriter out) {
    @Nullable Divergence divergence = divergence(history);
    new Retelling(history).lines(divergence).forEach(out::println);
    out.println();
    if (divergence == null) {
      out.println("Today's code takes the same decisions.");
    } else {
      out.println("Today's code diverges: " + divergence.words() + ".");
      out.println("The SDK says: " + divergence.cause());
      out.println(
          "Workers with this code cannot go on with this workflow; docs/operations.md says how to change code under running workflows.");
    }
    out.flush();
    return divergence == null ? SAME : DIVERGED;
  }

  /** The worker is never started; it needs a server only to ask what it can do. */
  private static @Nullable Divergence divergence(WorkflowExecutionHistory history) {
    TestEnvironmentOptions options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(PayloadConversion.dataConverter())
                    .build())
            .build();
    try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(options)) {
      return new Replay(environment.newWorker("replay", Replay.workerOptions())).run(history);
    }
  }
}
