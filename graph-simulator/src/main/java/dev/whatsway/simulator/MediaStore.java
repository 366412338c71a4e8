package dev.whatsway.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Uploaded media, on disk until they are deleted or the process ends. */
final class MediaStore implements AutoCloseable {

  /**
   * One uploaded file.
   *
   * @param phoneNumberId the number it was uploaded for
   * @param sha256 in hexadecimal
   */
  record Media(
      String id, String phoneNumberId, String mimeType, String sha256, long bytes, Path file) {}

  private final Map<String, Media> media = new ConcurrentHashMap<>();
  private @Nullable Path folder;

  /** Returns a new, empty file for an upload. */
  Path newFile() throws IOException {
    return Files.createTempFile(folder(), "media", "");
  }

  Media add(String phoneNumberId, String mimeType, String sha256, Path file) throws IOException {
    String id = String.valueOf(ThreadLocalRandom.current().nextLong(1L << 50, 1L << 52));
    Media added = new Media(id, phoneNumberId, mimeType, sha256, Files.size(file), file);
    media.put(id, added);
    return added;
  }

  @Nullable Media find(String id) {
    return media.get(id);
  }

  /** Deletes a file; false where there is none of that id. */
  boolean delete(String id) {
    Media deleted = media.remove(id);
    if (deleted != null) {
      remove(deleted.file());
    }
    return deleted != null;
  }

  @Override
  public synchronized void close() {
    media.keySet().forEach(this::delete);
    if (folder != null) {
      remove(folder);
    }
  }

  static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized Path folder() throws IOException {
    if (folder == null) {
      folder = Files.createTempDirectory("graph-simulator-media");
      folder.toFile().deleteOnExit();
    }
    return folder;
  }
}
