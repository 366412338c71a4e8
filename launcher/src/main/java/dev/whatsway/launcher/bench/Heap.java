package dev.whatsway.launcher.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A process's heap over some time, in bytes.
 *
 * @param limit what it may grow to
 * @param mostUsed garbage included, at the moment when it was most
 * @param mostLive what survived a full collection, at most; 0 where there was none
 */
record Heap(long limit, long mostUsed, long mostLive) {

  static final long MEGABYTE = 1_048_576;

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("limit", limit);
    json.put("most_used", mostUsed);
    json.put("most_live", mostLive);
    return json;
  }

  @Override
  public String toString() {
    return "%d MB at most, %d MB of it live, of %d MB"
        .formatted(mostUsed / MEGABYTE, mostLive / MEGABYTE, limit / MEGABYTE);
  }
}
