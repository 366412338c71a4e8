package dev.whatsway.workers.subscription;

import dev.whatsway.store.subscription.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Posts to receivers, of which nothing is known: no redirect is followed, no body kept, nothing
 * waited for longer than 15 seconds. It never looks a name up itself but connects to the addresses
 * that were checked: a second look-up might be answered with another.
 */
@Component
class ReceiverClient implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** Bounded by the calls that each subscription may have open, not here. */
  private static final int CONNECTIONS = 10_000;

  private final Map<String, InetAddress[]> checked = new ConcurrentHashMap<>();
  private final CloseableHttpAsyncClient client;
  private final Duration timeout;

  @Autowired
  ReceiverClient() {
    this(TIMEOUT);
  }

  ReceiverClient(Duration timeout) {
    this.timeout = timeout;
    client =
        HttpAsyncClients.custom()
            .setConnectionManager(
                PoolingAsyncClientConnectionManagerBuilder.create()
                    .setDnsResolver(new CheckedOnly())
                    .setMaxConnTotal(CONNECTIONS)
                    .setMaxConnPerRoute(CONNECTIONS)
                    .setDefaultTlsConfig(
                        TlsConfig.custom()
                            .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                            .setHandshakeTimeout(Timeout.ofSeconds(5))
                            .build())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.ofSeconds(5))
                            .setSocketTimeout(Timeout.of(timeout))
                            .setTimeToLive(TimeValue.ofMinutes(5))
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom().setResponseTimeout(Timeout.of(timeout)).build())
            .setUserAgent("WhatsWay")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression()
            .evictIdleConnections(TimeValue.ofSeconds(30))
            .build();
    client.start();
  }

  /** Returns the status that the receiver answers with. */
  CompletableFuture<Integer> post(Target target, SignedEvent event) {
    checked.put(key(target.uri().getHost()), target.addresses().toArray(InetAddress[]::new));
    SimpleRequestBuilder request =
        SimpleRequestBuilder.post(target.uri()).setBody(event.body(), ContentType.APPLICATION_JSON);
    event.headers().forEach(request::setHeader);
    return send(request.build());
  }

  private CompletableFuture<Integer> send(SimpleHttpRequest request) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    StatusOnly status = new StatusOnly();
    Future<Integer> call =
        client.execute(
            SimpleRequestProducer.create(request),
            status,
            new FutureCallback<>() {
              @Override
              public void completed(Integer code) {
                answer.complete(code);
              }

              @Override
              public void failed(Exception e) {
                // A body that is too long, or breaks off, changes nothing of the answer.
                if (status.known()) {
                  answer.complete(status.buildResult());
                } else {
                  answer.completeExceptionally(e);
                }
              }

              @Override
              public void cancelled() {
                answer.cancel(false);
              }
            });
    // The timeouts of the client begin anew with each byte.
    return answer
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((code, error) -> call.cancel(true));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(String host) {
    return host.replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
  }

  private final class CheckedOnly implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      InetAddress[] addresses = checked.get(key(host));
      if (addresses == null) {
        throw new UnknownHostException("Its addresses have not been checked.");
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }
}
