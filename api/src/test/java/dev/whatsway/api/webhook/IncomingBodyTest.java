package dev.whatsway.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;

class IncomingBodyTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void isWholeUpToTheMostAndNoFurther() {
    assertThat(read(body(100), 100, LONG, 100))
        .isInstanceOfSatisfying(
            IncomingBody.Whole.class, whole -> assertThat(whole.bytes()).hasSize(100));
    assertThat(read(body(101), 100, LONG, 1_000)).isInstanceOf(IncomingBody.TooLarge.class);
    assertThat(read(body(0), 100, LONG, 0)).isInstanceOf(IncomingBody.Whole.class);
  }

  @Test
  void isGivenUpWithoutRoomOrInTimeOrWhenItBreaksOff() {
    assertThat(read(body(100), 1_000, LONG, 99)).isInstanceOf(IncomingBody.NoRoom.class);
    assertThat(read(body(100), 1_000, Duration.ZERO, 100))
        .isInstanceOf(IncomingBody.Unfinished.class);
    InputStream breaksOff =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new EOFException("made up");
          }
        };
    assertThat(read(request(breaksOff), 1_000, LONG, 1_000))
        .isInstanceOf(IncomingBody.Unfinished.class);
  }

  private static IncomingBody read(
      MockHttpServletRequest request, int most, Duration longest, long room) {
    return IncomingBody.read(request, most, longest, bytes -> bytes <= room);
  }

  private static MockHttpServletRequest body(int bytes) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent(new byte[bytes]);
    return request;
  }

  private static MockHttpServletRequest request(InputStream in) {
    return new MockHttpServletRequest() {
      @Override
      public ServletInputStream getInputStream() {
        return new DelegatingServletInputStream(in);
      }
    };
  }
}
