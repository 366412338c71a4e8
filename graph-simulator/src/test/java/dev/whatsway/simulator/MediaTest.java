package dev.whatsway.simulator;

import static dev.whatsway.simulator.Bench.PHONE_NUMBER_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.simulator.Bench.Reply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Upload, look-up, download and deletion of media. */
@Timeout(120)
class MediaTest {
  private static final String BOUNDARY = "b0undary";

  private final SetClock clock = new SetClock();

  @AutoClose private final Bench bench = Bench.start("{}", options -> options.withClock(clock));

  @Test
  void what_was_uploaded_comes_back_and_can_be_deleted() {
    Reply uploaded = upload("image/png", "PNG-bytes".getBytes(StandardCharsets.UTF_8));
    assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(200);
    String id = uploaded.json().path("id").asString();

    JsonNode node = bench.get("/v24.0/" + id + "?phone_number_id=" + PHONE_NUMBER_ID).json();
    assertThat(node.path("mime_type").asString()).isEqualTo("image/png");
    assertThat(node.path("file_size").asInt()).isEqualTo(9);
    assertThat(node.path("sha256").asString()).hasSize(64);
    Reply download = bench.get(relative(node.path("url").asString()));
    assertThat(download.body()).isEqualTo("PNG-bytes");
    assertThat(download.contentType()).isEqualTo("image/png");

    assertThat(bench.get("/v24.0/" + id + "?phone_number_id=1").outcome())
        .isEqualTo("100 by HTTP 400");
    HttpRequest.Builder delete = bench.request("/v24.0/" + id).DELETE();
    assertThat(bench.call(delete).json()).isEqualTo(Sends.json("{'success': true}"));
    assertThat(bench.call(bench.request("/v24.0/" + id).DELETE()).outcome())
        .isEqualTo("100 by HTTP 400");
    assertThat(bench.get(relative(node.path("url").asString())).status()).isEqualTo(404);
  }

  @Test
  void a_download_needs_the_token_and_ends_after_five_minutes() {
    String id = upload("image/png", new byte[] {1, 2, 3}).json().path("id").asString();
    String url = relative(bench.get("/v24.0/" + id).json().path("url").asString());

    assertThat(bench.call(bench.bare(url).GET()).status()).isEqualTo(401);
    clock.advance(Duration.ofMinutes(4));
    assertThat(bench.get(url).status()).isEqualTo(200);
    clock.advance(Duration.ofMinutes(2));
    assertThat(bench.get(url).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, 5242880, 200",
    "image/png, 5242881, 400",
    "image/webp, 524289, 400",
    "application/pdf, 16777217, 200",
    "application/x-msdownload, 10, 400"
  })
  void the_size_is_limited_by_the_kind(String type, int bytes, int status) {
    assertThat(upload(type, new byte[bytes]).status()).isEqualTo(status);
  }

  @Test
  void an_upload_without_file_or_product_is_refused() {
    HttpRequest.Builder json =
        bench
            .request("/v24.0/" + PHONE_NUMBER_ID + "/media")
            .POST(BodyPublishers.ofString("{\"file\": 1}"));
    assertThat(bench.call(json).outcome()).isEqualTo("100 by HTTP 400");
    assertThat(
            post(part("type", "image/png") + "--" + BOUNDARY + "--\r\n", new byte[0], "").outcome())
        .isEqualTo("100 by HTTP 400");
  }

  private Reply upload(String type, byte[] content) {
    String head =
        part("messaging_product", "whatsapp")
            + part("type", type)
            + "--"
            + BOUNDARY
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n"
            + "Content-Type: "
            + type
            + "\r\n\r\n";
    return post(head, content, "\r\n--" + BOUNDARY + "--\r\n");
  }

  private Reply post(String head, byte[] content, String tail) {
    HttpRequest.Builder request =
        bench
            .bare("/v24.0/" + PHONE_NUMBER_ID + "/media")
            .setHeader("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .header("Authorization", "Bearer any-token")
            .POST(BodyPublishers.ofInputStream(() -> joined(head, content, tail)));
    return bench.call(request);
  }

  private static InputStream joined(String head, byte[] content, String tail) {
    List<InputStream> parts =
        List.of(
            new ByteArrayInputStream(head.getBytes(StandardCharsets.UTF_8)),
            new ByteArrayInputStream(content),
            new ByteArrayInputStream(tail.getBytes(StandardCharsets.UTF_8)));
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  private static String part(String name, String value) {
    return "--"
        + BOUNDARY
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + value
        + "\r\n";
  }

  private static String relative(String url) {
    URI uri = URI.create(url);
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }
}
