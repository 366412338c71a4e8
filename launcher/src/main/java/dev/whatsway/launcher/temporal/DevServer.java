package dev.whatsway.launcher.temporal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command line of the CLI's dev server: one process, its state in one SQLite file. */
public final class DevServer {

  /** A tenth of its time went into collecting garbage: it may take more memory, up to a bound. */
  public static final Map<String, String> ENVIRONMENT = Map.of("GOGC", "400", "GOMEMLIMIT", "1GiB");

  /**
   * @param database its SQLite file; made when missing
   */
  public static List<String> command(
      Path program, int port, int uiPort, Path database, String namespace) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--ui-port",
                Integer.toString(uiPort),
                "--db-filename",
                database.toString(),
                // The default rollback journal syncs the file several times in every transaction.
                "--sqlite-pragma",
                "journal_mode=WAL",
                "--sqlite-pragma",
                "synchronous=NORMAL",
                // An activity of the workflow's own queue goes to the worker that asked for it in
                // the answer to its workflow task, without the way through the queue. Sends have a
                // queue of their own, whose limits they keep.
                "--dynamic-config-value",
                "system.enableActivityEagerExecution=true",
                "--log-level",
                "warn"));
    if (OnePartition.holds(database)) {
      command.addAll(OnePartition.SETTINGS);
    }
    if (!namespace.equals("default")) {
      command.addAll(List.of("--namespace", namespace));
    }
    return command;
  }

  private DevServer() {}
}
