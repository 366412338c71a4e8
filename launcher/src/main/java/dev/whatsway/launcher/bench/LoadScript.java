package dev.whatsway.launcher.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends signed status webhooks at an even rate, whether the earlier ones are answered or not. */
final class LoadScript {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final EvenLoad load =
      new EvenLoad(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build());
  private final URI target;
  private final String appSecret;
  private long serial;

  LoadScript(String apiUrl, String appSecret) {
    this.target = URI.create(apiUrl + "/webhooks/whatsapp");
    this.appSecret = appSecret;
  }

  /**
   * Sends statuses of these messages, each different from all before.
   *
   * @param wamids in turns
   */
  Latencies send(List<String> wamids, int perSecond, Duration howLong) {
    return load.send(
            perSecond,
            howLong,
            List.of(() -> signed(body(wamids.get((int) (serial % wamids.size())), "delivered"))))
        .get(0);
  }

  /** Returns the request that Meta would send this body with. */
  HttpRequest signed(String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return HttpRequest.newBuilder(target)
        .timeout(LIMIT)
        .header("Content-Type", "application/json")
        .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(sign(body)))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  /**
   * Returns a status as Meta writes it; the time makes each event one of its own.
   *
   * @param status {@code sent}, {@code delivered} or {@code read}
   */
  String body(String wamid, String status) {
    long time = 1_764_000_000L + serial++;
    return """
        {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages",\
        "value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881",\
        "phone_number_id":"%s"},"statuses":[{"id":"%s","status":"%s","timestamp":"%d",\
        "recipient_id":"4915112000000","pricing":{"billable":true,"pricing_model":"PMP",\
        "category":"marketing_lite","type":"regular"}}]}}]}]}"""
        .formatted(BenchShop.PHONE_NUMBER_ID, wamid, status, time);
  }

  private byte[] sign(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(appSecret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
