package dev.whatsway.launcher.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The log of a child. It grows over restarts and is set aside once when it has become large. */
final class LogFile {

  private static final long LARGE_BYTES = 20_000_000;
  private static final int TAIL_BYTES = 64_000;

  private final Path path;
  private long startedAt;

  LogFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Notes that a new process begins to write here. */
  void begin() throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    if (Files.exists(path) && Files.size(path) > LARGE_BYTES) {
      Files.move(
          path,
          path.resolveSibling(path.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    startedAt = Files.exists(path) ? Files.size(path) : 0;
  }

  /** The last lines since {@link #begin}; empty when nothing was written. */
  List<String> tail(int lines) {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long from = Math.max(startedAt, file.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) Math.max(0, file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> all =
          new String(bytes, StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of();
    }
  }
}
