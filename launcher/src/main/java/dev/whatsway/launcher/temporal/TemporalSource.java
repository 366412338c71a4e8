package dev.whatsway.launcher.temporal;

import java.nio.file.Path;

/** Where a Temporal server comes from. */
public sealed interface TemporalSource {

  /** A server that runs already, {@code host:port}; it is somebody else's to start and stop. */
  record Running(String address) implements TemporalSource {}

  /** A {@code temporal} program, to be started as a dev server. */
  record Program(Path path) implements TemporalSource {}

  /** The programs of the server itself, to be started on PostgreSQL. */
  record Server(ServerPrograms programs) implements TemporalSource {}
}
