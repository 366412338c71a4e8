package dev.whatsway.launcher.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells a process from a later one that got the same pid: the boot and the moment it was started
 * in. {@code supervise.sh} makes the same mark; the two are compared as text.
 */
final class ProcessMark {

  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  // Field 22 of proc_pid_stat(5), counted from the state, which is field 3.
  private static final int START_TICKS = 19;

  /** Null when there is no such process or it is a zombie. */
  static @Nullable String of(long pid) {
    return Files.isReadable(PROC.resolve("self/stat")) ? fromProc(pid) : fromPs(pid);
  }

  private static @Nullable String fromProc(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ");
      if (fields[STATE].equals("Z")) {
        return null;
      }
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      return boot + "-" + fields[START_TICKS];
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String fromPs(long pid) {
    ProcessBuilder ps = new ProcessBuilder("ps", "-o", "lstart=", "-p", Long.toString(pid));
    ps.environment().put("LC_ALL", "C");
    try {
      Process process = ps.redirectErrorStream(true).start();
      String mark = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return mark.isBlank() ? null : mark.strip();
    } catch (IOException e) {
      return null;
    }
  }

  private ProcessMark() {}
}
