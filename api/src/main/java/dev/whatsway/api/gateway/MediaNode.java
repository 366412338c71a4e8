package dev.whatsway.api.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Meta's word on a media file. Graph has one path for objects of every kind, so an answer that is
 * not about media is none of a client's that may only send.
 *
 * @param urlFrom where the string of {@code url} begins in the answer, its quote included
 * @param urlTo where it ends, its quote included
 */
record MediaNode(String url, int urlFrom, int urlTo) {

  private static final JsonFactory JSON = new JsonFactory();

  /** Returns null where the answer is not about media. */
  static @Nullable MediaNode read(byte[] body) {
    String url = null;
    boolean mime = false;
    int from = 0;
    int to = 0;
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("url") && value == JsonToken.VALUE_STRING) {
          from = Math.toIntExact(json.currentTokenLocation().getByteOffset());
          url = json.getString();
          to = Math.toIntExact(json.currentLocation().getByteOffset());
        } else {
          mime |= field.equals("mime_type") && value == JsonToken.VALUE_STRING;
          json.skipChildren();
        }
      }
    } catch (JacksonException notJson) {
      return null;
    }
    return url == null || !mime ? null : new MediaNode(url, from, to);
  }

  /** Returns the answer with another link; every other byte stays. */
  byte[] with(byte[] body, String link) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + link.length());
    out.write(body, 0, urlFrom);
    out.writeBytes(("\"" + link + "\"").getBytes(StandardCharsets.US_ASCII));
    out.write(body, urlTo, body.length - urlTo);
    return out.toByteArray();
  }
}
