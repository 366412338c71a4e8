package dev.whatsway.api.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongPredicate;

/** What came of reading a body. */
public sealed interface IncomingBody {

  /** All of it came. */
  record Whole(byte[] bytes) implements IncomingBody {}

  /** It has more bytes than any webhook may have. */
  record TooLarge() implements IncomingBody {}

  /** There was no room for what came. */
  record NoRoom() implements IncomingBody {}

  /**
   * Its sender broke off, or it took too long: one that trickles in holds room that others need.
   */
  record Unfinished() implements IncomingBody {}

  /**
   * Reads a body.
   *
   * @param most bytes that it may have
   * @param longest that it may take
   * @param room asked with the bytes so far whether there is room for them
   */
  static IncomingBody read(
      HttpServletRequest request, int most, Duration longest, LongPredicate room) {
    long began = System.nanoTime();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] part = new byte[16_384];
    try {
      InputStream in = request.getInputStream();
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        if (body.size() + read > most) {
          return new TooLarge();
        }
        if (!room.test(body.size() + (long) read)) {
          return new NoRoom();
        }
        body.write(part, 0, read);
        if (System.nanoTime() - began > longest.toNanos()) {
          return new Unfinished();
        }
      }
      return new Whole(body.toByteArray());
    } catch (IOException brokenOff) {
      return new Unfinished();
    }
  }
}
