package dev.whatsway.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of option values that several commands make; a failed one ends with exit code 2. */
final class Options {

  /** A null file is an option that was not given. */
  static void requireWritable(@Nullable CommandSpec spec, String option, @Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw wrong(spec, option + " names " + file + ", whose folder cannot be written.");
    }
  }

  /** Makes the folder unless it is there. A null folder is an option that was not given. */
  static void requireFolder(@Nullable CommandSpec spec, String option, @Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw wrong(spec, option + " names " + folder + ", which cannot be made a folder.");
    }
    if (!Files.isWritable(folder)) {
      throw wrong(spec, option + " names " + folder + ", which cannot be written.");
    }
  }

  /**
   * @param spec injected by picocli, so never null while a command runs
   */
  static ParameterException wrong(@Nullable CommandSpec spec, String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }

  private Options() {}
}
