package dev.whatsway.launcher.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder of the pid files and of the script that outlives the launcher. */
public final class RunFolder {

  private static final String SCRIPT = "supervise.sh";

  private final Path folder;
  private final String owner =
      ProcessHandle.current().pid() + " " + ProcessMark.of(ProcessHandle.current().pid());

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder where it is missing and puts today's script into it. */
  public static RunFolder at(Path folder) {
    try (InputStream script = RunFolder.class.getResourceAsStream(SCRIPT)) {
      if (script == null) {
        throw new IllegalStateException(SCRIPT + " is not on the class path");
      }
      Files.createDirectories(folder);
      // A watchdog of an earlier run may still be reading the old file: replaced, not overwritten.
      Path fresh = folder.resolve(SCRIPT + ".new");
      Files.copy(script, fresh, StandardCopyOption.REPLACE_EXISTING);
      Files.move(fresh, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
      return new RunFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return folder;
  }

  public PidFile pidFile(String name) {
    return new PidFile(folder.resolve(name + ".pid"));
  }

  /** The names of all pid files, whether their processes live or not. */
  public List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".pid"))
          .map(name -> name.substring(0, name.length() - ".pid".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that notes itself in the pid file of {@code name} and then becomes another. */
  List<String> childCommand(String name, String signal, List<String> command) {
    List<String> whole = new ArrayList<>(OwnSession.prefix());
    whole.addAll(List.of("sh", script(), "child", pidFile(name).path().toString(), signal, owner));
    whole.addAll(command);
    return whole;
  }

  List<String> watchdogCommand() {
    List<String> whole = new ArrayList<>(OwnSession.prefix());
    whole.addAll(List.of("sh", script(), "watchdog", folder.toString(), owner));
    return whole;
  }

  private String script() {
    return folder.resolve(SCRIPT).toString();
  }
}
