package dev.whatsway.launcher;

import dev.whatsway.launcher.console.LauncherException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Maven has left of a module, ready to be run as a process of its own. */
final class ModuleJars {

  private final Path home;
  private final String plugIns;

  /**
   * @param home the project's folder
   * @param plugIns jars of journey steps, as a class path; null for none
   */
  ModuleJars(Path home, @Nullable String plugIns) {
    this.home = home;
    this.plugIns = plugIns == null || plugIns.isBlank() ? "" : File.pathSeparator + plugIns;
  }

  /**
   * The java command line of a module's main class.
   *
   * @throws LauncherException when the module has not been packaged
   */
  List<String> command(String module, String mainClass, List<String> flags) {
    Path target = home.resolve(module).resolve("target");
    try {
      String classPath =
          jar(module, target)
              + File.pathSeparator
              + Files.readString(target.resolve("runtime.classpath")).strip()
              + plugIns;
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      return Stream.of(List.of(java), flags, List.of("-cp", classPath, mainClass))
          .flatMap(List::stream)
          .toList();
    } catch (IOException e) {
      throw new LauncherException(
          "The module %s is not built in %s; run ./whatsway, which builds it, or mvn package."
              .formatted(module, home),
          e);
    }
  }

  private static Path jar(String module, Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches(module + "-[0-9].*\\.jar"))
          .filter(
              file ->
                  !file.getFileName().toString().matches(".*-(exec|tests|sources|javadoc)\\.jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("no jar in " + target));
    }
  }
}
