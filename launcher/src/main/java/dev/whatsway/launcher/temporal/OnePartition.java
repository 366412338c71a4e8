package dev.whatsway.launcher.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether the dev server's task queues have one partition in place of Temporal's four, which on one
 * machine only hand tasks to each other. Only databases that began so: tasks that wait in a
 * partition nobody reads any more would wait for ever.
 */
final class OnePartition {

  static final List<String> SETTINGS =
      List.of(
          "--dynamic-config-value",
          "matching.numTaskqueueReadPartitions=1",
          "--dynamic-config-value",
          "matching.numTaskqueueWritePartitions=1");

  /** Also notes it for a database that is about to be made. */
  static boolean holds(Path database) {
    Path note = database.resolveSibling(database.getFileName() + ".one-partition");
    try {
      if (!Files.exists(database) && !Files.exists(note)) {
        Files.createDirectories(note.toAbsolutePath().getParent());
        Files.createFile(note);
      }
      return Files.exists(note);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OnePartition() {}
}
