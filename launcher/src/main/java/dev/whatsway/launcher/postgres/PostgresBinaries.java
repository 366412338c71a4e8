package dev.whatsway.launcher.postgres;

import dev.whatsway.launcher.console.LauncherException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from zonky's Maven artifact into the cache folder. */
public final class PostgresBinaries {

  private final Path root;

  private PostgresBinaries(Path root) {
    this.root = root;
  }

  /** The name of the archive for this machine, such as {@code postgres-linux-x86_64.txz}. */
  public static String archiveName() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return "postgres-%s-%s.txz"
        .formatted(
            system.startsWith("mac") ? "darwin" : system.split(" ")[0],
            switch (machine) {
              case "amd64", "x86_64" -> "x86_64";
              case "aarch64", "arm64" -> "arm_64";
              default -> machine;
            });
  }

  /** Tells whether the class path holds PostgreSQL for this machine. */
  public static boolean available() {
    return PostgresBinaries.class.getResource("/" + archiveName()) != null;
  }

  /**
   * Unpacks where that has not been done; several launchers may do so at once.
   *
   * @throws LauncherException when there is no PostgreSQL for this machine
   */
  public static PostgresBinaries unpackedIn(Path cache) {
    try (InputStream resource = PostgresBinaries.class.getResourceAsStream("/" + archiveName())) {
      if (resource == null) {
        throw new LauncherException(
            "There is no PostgreSQL for this machine (%s) among the Maven artifacts; Linux and macOS on x86_64 and arm64 have one."
                .formatted(archiveName()));
      }
      byte[] archive = resource.readAllBytes();
      Path root = cache.resolve("postgres-" + digest(archive));
      if (!Files.exists(root)) {
        Files.createDirectories(cache);
        Path fresh = Files.createTempDirectory(cache, ".postgres");
        unpack(archive, fresh);
        moveUnlessThere(fresh, root);
      }
      return new PostgresBinaries(root);
    } catch (IOException e) {
      throw new LauncherException(
          "PostgreSQL cannot be unpacked into " + cache + " (" + e.getMessage() + ").", e);
    }
  }

  Path program(String name) {
    return root.resolve("bin").resolve(name);
  }

  private static void unpack(byte[] archive, Path target) throws IOException {
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("entry " + entry.getName() + " leaves the folder");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }

  private static void moveUnlessThere(Path fresh, Path root) throws IOException {
    try {
      Files.move(fresh, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try (Stream<Path> files = Files.walk(fresh)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      if (!Files.exists(root)) {
        throw e;
      }
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
