package dev.whatsway.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts JVMs with the class path of the tests. */
public final class TestClassPath {

  public static ProcessBuilder java(String mainClass, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dwhatsway.home=" + projectFolder(),
                "-cp",
                classPath(),
                mainClass));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** The folder of the parent pom; Maven runs tests in the module's. */
  public static Path projectFolder() {
    return Path.of("").toAbsolutePath().getParent();
  }

  /** Surefire keeps the real one in a property of its own. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private TestClassPath() {}
}
