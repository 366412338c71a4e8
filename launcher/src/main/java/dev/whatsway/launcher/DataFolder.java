package dev.whatsway.launcher;

import dev.whatsway.launcher.console.LauncherException;
import dev.whatsway.launcher.process.PidFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder that holds all state of one installation. One launcher at a time owns it. */
final class DataFolder implements AutoCloseable {

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder where it is missing, readable for its owner only, and takes it.
   *
   * @throws LauncherException when it cannot be written or another launcher has it
   */
  static DataFolder take(Path root) {
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      FileChannel channel =
          FileChannel.open(
              root.resolve("launcher.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        Long owner = new PidFile(root.resolve("launcher.pid")).livingPid();
        throw new LauncherException(
            "The data folder %s is in use by another whatsway%s; end that one, or give this one a folder of its own with WHATSWAY_DATA."
                .formatted(root, owner == null ? "" : " (pid " + owner + ")"));
      }
      return new DataFolder(root, channel);
    } catch (IOException e) {
      throw new LauncherException(
          "The data folder %s cannot be used (%s); give another one with WHATSWAY_DATA."
              .formatted(root, e),
          e);
    }
  }

  /** Tells whether a launcher has the folder, without touching it. */
  static boolean isTaken(Path root) {
    Path lockFile = root.resolve("launcher.lock");
    if (!Files.exists(lockFile)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE)) {
      return tryLock(channel) == null;
    } catch (IOException e) {
      return false;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path root() {
    return root;
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path run() {
    return root.resolve("run");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path temporalDatabase() {
    return root.resolve("temporal.db");
  }

  /** The configuration of a Temporal server that keeps its state in PostgreSQL. */
  Path temporal() {
    return root.resolve("temporal");
  }

  Path encryptionKey() {
    return root.resolve("encryption-key.json");
  }

  /** The content of a small file that only its owner may read, or null when there is none. */
  @Nullable String secret(String name) {
    try {
      return Files.readString(root.resolve(name)).strip();
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writeSecret(String name, String content) {
    writePrivately(root.resolve(name), content);
  }

  /** Writes a file of mode 0600 so that a reader sees the old content or the new one, whole. */
  static void writePrivately(Path file, String content) {
    Path fresh = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
