package dev.whatsway.launcher.temporal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tells whether a file is a temporal CLI that runs on this machine. */
final class TemporalProgram {

  private static final int LIMIT_SECONDS = 20;

  /** Null when it is, else the reason why not. */
  static @Nullable String problem(Path file) {
    if (!Files.isRegularFile(file)) {
      return file + " does not exist";
    }
    if (!Files.isExecutable(file)) {
      return file + " is not executable";
    }
    try {
      Path answer = Files.createTempFile("temporal-version", ".txt");
      try {
        Process process =
            new ProcessBuilder(file.toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return file + " --version does not answer";
        }
        String text = Files.readString(answer, StandardCharsets.UTF_8);
        return process.exitValue() == 0 && text.contains("temporal version")
            ? null
            : file + " is no temporal CLI";
      } finally {
        Files.deleteIfExists(answer);
      }
    } catch (IOException e) {
      return file + " does not run on this machine";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private TemporalProgram() {}
}
