package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.JUERGEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

/** Everybody follows the link of {@code Sends.offer}, which ends in abc. */
@Timeout(120)
class OpenLinksTest {
  @AutoClose private final Bench bench = Bench.start("{'rates': {'click': 1}}");
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private HttpServer shop;
  private int status = 302;

  @BeforeEach
  void open() throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext("/", this::visit);
    shop.start();
    bench.put(
        "/_simulator/behaviour",
        "{'open_links': 'http://127.0.0.1:%d/r/'}".formatted(shop.getAddress().getPort()));
  }

  @AfterEach
  void close() {
    shop.stop(0);
  }

  @Test
  void a_reader_follows_the_link_as_a_browser_by_either_route_and_no_redirect() {
    bench.marketing(Sends.offer(ANA));
    bench.cloud(Sends.offer(JUERGEN));

    awaitLinks(2, 0);
    assertThat(List.copyOf(requests))
        .hasSize(2)
        .allSatisfy(
            request ->
                assertThat(request).startsWith("GET /r/abc Mozilla/5.0").endsWith("Safari/537.36"));
  }

  @Test
  void meta_tells_of_a_click_as_ever() {
    bench.marketing(Sends.offer(ANA));
    bench.cloud(Sends.offer(ANA));
    awaitLinks(2, 0);
    bench.settle();

    assertThat(bench.receiver().items("user_actions")).hasSize(1);
  }

  @Test
  void what_is_refused_or_makes_no_url_has_failed() {
    status = 404;
    bench.marketing(Sends.offer(ANA));
    awaitLinks(0, 1);

    ObjectNode broken = Sends.template(ANA, "loyalty_offer", "en_US", "Ana", "120");
    bench.marketing(
        Sends.with(
            broken,
            "{'type': 'button', 'sub_type': 'url', 'index': '0',"
                + " 'parameters': [{'type': 'text', 'text': 'a b'}]}"));
    awaitLinks(0, 2);
    assertThat(requests).hasSize(1);
  }

  @Test
  void nobody_follows_who_does_not_read_or_click_or_has_no_link() {
    bench.put(
        "/_simulator/behaviour",
        "{'recipients': {'5511900000001': {'reach': 'never_read', 'click': true},"
            + "'5511900000002': {'click': false}}}");
    bench.marketing(Sends.offer("+5511900000001"));
    bench.marketing(Sends.offer("+5511900000002"));
    bench.marketing(Sends.template(ANA, "spring_sale", "en_US", "Ana"));
    bench.settle();
    bench.marketing(Sends.offer(JUERGEN));

    awaitLinks(1, 0);
    assertThat(requests).hasSize(1);
  }

  private void awaitLinks(long opened, long failed) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .untilAsserted(
            () ->
                assertThat(bench.summary().path("links"))
                    .isEqualTo(
                        Sends.json("{'opened': %d, 'failed': %d}".formatted(opened, failed))));
  }

  private void visit(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + exchange.getRequestHeaders().getFirst("User-Agent"));
      exchange.getResponseHeaders().add("Location", "/elsewhere");
      exchange.sendResponseHeaders(status, -1);
    }
  }
}
