package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static dev.whatsway.simulator.Sends.JUERGEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What the simulator says of itself. */
@Timeout(120)
class AccountTest {
  private final SetClock clock = new SetClock();

  @AutoClose private final Bench bench = Bench.start("{}", options -> options.withClock(clock));

  @Test
  void an_account_begins_empty() {
    assertThat(bench.summary())
        .isEqualTo(
            Sends.json(
                "{'accepted_sends': 0, 'duplicate_sends': 0,"
                    + "'by_route': {'cloud': 0, 'marketing_messages': 0},"
                    + "'refused_by_code': {}, 'peak_per_second': 0, 'rate_violations': 0,"
                    + "'pair_violations': 0,"
                    + "'webhooks': {'pending': 0, 'delivered': 0, 'dropped': 0},"
                    + "'links': {'opened': 0, 'failed': 0}}"));
    assertThat(bench.get("/_simulator/health").body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void the_same_content_to_the_same_person_is_a_duplicate_by_whatever_route() {
    bench.marketing(Sends.news(ANA).put("product_policy", "STRICT"));
    assertThat(duplicates("")).isZero();

    bench.cloud(Sends.news(ANA));
    assertThat(duplicates("")).as("by the other route").isEqualTo(1);
    bench.cloud(Sends.news("+55 11 98765 4321").put("biz_opaque_callback_data", "again"));
    assertThat(duplicates("")).as("written differently").isEqualTo(2);
  }

  @Test
  void other_content_people_and_numbers_are_no_duplicates() {
    bench.cloud(Sends.orderUpdate(ANA));
    bench.cloud(Sends.orderUpdate(JUERGEN));
    bench.cloud(Sends.template(ANA, "order_update", "en_US", "A-2", "on its way"));
    bench.cloud(Sends.text(ANA, "Hello"));
    bench.post("/v24.0/777/messages", Sends.orderUpdate(ANA));

    assertThat(duplicates("")).isZero();
    assertThat(bench.summary().path("accepted_sends").asInt()).isEqualTo(5);
  }

  @Test
  void a_refused_send_is_neither_accepted_nor_a_duplicate() {
    bench.cloud(Sends.template(ANA, "order_update", "en_US", "A-1"));
    bench.cloud(Sends.template(ANA, "order_update", "en_US", "A-1"));
    bench.cloud(Sends.template(ANA, "paused_promo", "en_US"));

    JsonNode summary = bench.summary();
    assertThat(summary.path("accepted_sends").asInt()).isZero();
    assertThat(summary.path("duplicate_sends").asInt()).isZero();
    assertThat(summary.path("refused_by_code")).isEqualTo(Sends.json("{'132000': 2, '132015': 1}"));
  }

  @Test
  void a_summary_may_begin_at_an_instant() {
    bench.cloud(Sends.news(ANA));
    bench.cloud(Sends.news(ANA));
    clock.advance(Duration.ofMinutes(1));
    Instant later = clock.instant();
    bench.marketing(Sends.news(ANA));

    JsonNode since = bench.get("/_simulator/summary?since=" + later).json();
    assertThat(since.path("accepted_sends").asInt()).isEqualTo(1);
    assertThat(since.path("by_route"))
        .isEqualTo(Sends.json("{'cloud': 0, 'marketing_messages': 1}"));
    assertThat(duplicates("?since=" + later)).as("the first since then").isZero();
    assertThat(duplicates("")).isEqualTo(2);

    Bench.Reply wrong = bench.get("/_simulator/summary?since=yesterday");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body()).contains("since must be an ISO instant");
  }

  @Test
  void a_send_is_listed_with_all_that_is_known_of_it() {
    String wamid =
        bench.marketing(Sends.news(ANA).put("biz_opaque_callback_data", "for-us")).wamid();

    assertThat(bench.get("/_simulator/sends").json().path(0))
        .isEqualTo(
            Sends.json(
                "{'wamid': '"
                    + wamid
                    + "', 'phone_number_id': '106540352242922', 'to': '"
                    + ANA_DIGITS
                    + "', 'route': 'marketing_messages', 'endpoint': 'marketing_messages',"
                    + "'template': 'summer_news', 'at': '2026-11-24T10:00:00Z',"
                    + "'biz_opaque_callback_data': 'for-us'}"));
  }

  @Test
  void sends_are_listed_in_order_and_in_pages() {
    for (int n = 0; n < 5; n++) {
      bench.cloud(Sends.text(ANA, "Number " + n));
      bench.cloud(Sends.text(JUERGEN, "Number " + n));
    }

    JsonNode page = bench.get("/_simulator/sends?to=5511987654321&offset=3&limit=10").json();
    assertThat(page).hasSize(2);
    assertThat(page.path(1).path("wamid").asString())
        .isEqualTo(bench.simulator().sends(ANA).get(4).wamid());
    assertThat(bench.get("/_simulator/sends?limit=4").json()).hasSize(4);
    assertThat(bench.get("/_simulator/sends?limit=few").body())
        .contains("limit must be a whole number");
  }

  @Test
  void a_recipient_with_a_leading_zero_is_kept_as_it_is() {
    bench.put("/_simulator/behaviour", "{'rules': {'missing_plus': 'as_is'}}");
    bench.cloud(Sends.news("0171 1234567"));

    assertThat(bench.simulator().sends("01711234567")).hasSize(1);
  }

  @Test
  void an_unknown_endpoint_of_the_simulator_is_told() {
    Bench.Reply reply = bench.get("/_simulator/sumary");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("no GET /_simulator/sumary");
  }

  private int duplicates(String query) {
    return bench.get("/_simulator/summary" + query).json().path("duplicate_sends").asInt();
  }
}
