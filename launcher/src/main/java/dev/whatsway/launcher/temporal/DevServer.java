package dev.whatsway.launcher.temporal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of the CLI's dev server: one process, its state in one SQLite file. */
public final class DevServer {

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
                "--log-level",
                "warn"));
    if (!namespace.equals("default")) {
      command.addAll(List.of("--namespace", namespace));
    }
    return command;
  }

  private DevServer() {}
}
