package dev.whatsway.launcher.console;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks programs up on the search path. */
public final class Programs {

  /** The program's file on {@code PATH}, or null. */
  public static @Nullable Path find(String name) {
    return find(name, System.getenv("PATH"));
  }

  /** The program's file on the given search path, or null; a null search path is an empty one. */
  public static @Nullable Path find(String name, @Nullable String searchPath) {
    if (searchPath == null) {
      return null;
    }
    for (String folder : searchPath.split(File.pathSeparator)) {
      if (!folder.isEmpty()) {
        Path file = Path.of(folder, name);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          return file.toAbsolutePath();
        }
      }
    }
    return null;
  }

  private Programs() {}
}
