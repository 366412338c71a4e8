package dev.whatsway.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kind of media, the MIME types that belong to it and the most bytes of it. Source: Meta, "Media"
 * (supported media types).
 */
enum MediaKind {
  IMAGE(5, List.of("image/jpeg", "image/png")),
  VIDEO(16, List.of("video/mp4", "video/3gpp")),
  AUDIO(16, List.of("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg")),
  STICKER(0.5, List.of("image/webp")),
  DOCUMENT(
      100,
      List.of(
          "text/plain",
          "application/pdf",
          "application/msword",
          "application/vnd.ms-excel",
          "application/vnd.ms-powerpoint",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "application/vnd.openxmlformats-officedocument.presentationml.presentation"));

  /** What clients write although Meta's list has another word for it. */
  private static final Map<String, String> SYNONYMS =
      Map.of("image/jpg", "image/jpeg", "audio/mp3", "audio/mpeg", "video/3gp", "video/3gpp");

  private static final int MB = 1024 * 1024;

  private final double megabytes;
  private final List<String> types;

  MediaKind(double megabytes, List<String> types) {
    this.megabytes = megabytes;
    this.types = types;
  }

  /** Finds the kind of a MIME type, parameters such as {@code codecs} left aside; null for none. */
  static @Nullable MediaKind of(String mimeType) {
    String bare = mimeType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String type = SYNONYMS.getOrDefault(bare, bare);
    for (MediaKind kind : values()) {
      if (kind.types.contains(type)) {
        return kind;
      }
    }
    return null;
  }

  static String allTypes() {
    return Arrays.stream(values())
        .flatMap(kind -> kind.types.stream())
        .collect(Collectors.joining(", "));
  }

  long maxBytes() {
    return (long) (megabytes * MB);
  }
}
