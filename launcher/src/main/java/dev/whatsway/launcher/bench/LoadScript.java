package dev.whatsway.launcher.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Sends signed status webhooks at an even rate, whether the earlier ones are answered or not. */
final class LoadScript {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
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
    Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    AtomicInteger refused = new AtomicInteger();
    List<CompletableFuture<Void>> open = new ArrayList<>();
    long count = perSecond * howLong.toSeconds();
    long began = System.nanoTime();
    for (long event = 0; event < count; event++) {
      long due = began + event * 1_000_000_000L / perSecond;
      LockSupport.parkNanos(due - System.nanoTime());
      String wamid = wamids.get((int) (event % wamids.size()));
      open.add(
          http.sendAsync(request(body(wamid)), HttpResponse.BodyHandlers.discarding())
              .handle(
                  (answer, problem) -> {
                    if (problem == null && answer.statusCode() == 200) {
                      nanos.add(System.nanoTime() - due);
                    } else {
                      refused.incrementAndGet();
                    }
                    return null;
                  }));
    }
    CompletableFuture.allOf(open.toArray(CompletableFuture<?>[]::new)).join();
    return new Latencies(nanos.stream().mapToLong(Long::longValue).toArray(), refused.get());
  }

  private HttpRequest request(byte[] body) {
    return HttpRequest.newBuilder(target)
        .timeout(LIMIT)
        .header("Content-Type", "application/json")
        .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(sign(body)))
        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  /** As Meta writes it; the time makes each event one of its own. */
  private byte[] body(String wamid) {
    long time = 1_764_000_000L + serial++;
    return """
        {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","changes":[{"field":"messages",\
        "value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550783881",\
        "phone_number_id":"%s"},"statuses":[{"id":"%s","status":"delivered","timestamp":"%d",\
        "recipient_id":"4915112000000","pricing":{"billable":true,"pricing_model":"PMP",\
        "category":"marketing_lite","type":"regular"}}]}}]}]}"""
        .formatted(BenchShop.PHONE_NUMBER_ID, wamid, time)
        .getBytes(StandardCharsets.UTF_8);
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
