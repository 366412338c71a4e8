package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.Console;
import dev.whatsway.launcher.console.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of {@code go install}. */
final class GoInstall {

  private final Path go;
  private final List<String> modules;

  GoInstall(Path go, List<String> modules) {
    this.go = go;
    this.modules = modules;
  }

  /**
   * Builds the modules' programs, which takes minutes and is shown.
   *
   * @param folder gets the programs
   * @param log gets what Go says
   * @return null when they are built, else the reason why not
   */
  @Nullable String into(Path folder, Path log, Console console) throws IOException {
    List<String> command = new ArrayList<>(List.of(go.toString(), "install"));
    command.addAll(modules);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("GOBIN", folder.toString());
    Process process = null;
    try (Progress progress = new Progress(console)) {
      progress.waitingFor("go install " + String.join(" ", modules));
      process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      int code = process.waitFor();
      if (code == 0) {
        return null;
      }
      List<String> lines = Files.readAllLines(log);
      String last = lines.isEmpty() ? "no output" : lines.get(lines.size() - 1);
      return "failed with exit code " + code + " (" + last + ")";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }
}
