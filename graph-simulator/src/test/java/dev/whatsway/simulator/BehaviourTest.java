package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** How the simulator is told what to do. */
@Timeout(120)
class BehaviourTest {
  private static final String BEHAVIOUR = "/_simulator/behaviour";
  private static final String REPLACE = BEHAVIOUR + "?mode=replace";

  @AutoClose private final Bench bench = Bench.start();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'latency': {}}                               | unknown field latency; known here: keep_requests, latency_ms",
        "{'recipients': {'551': {'fails': '1'}}}       | recipients.551.fails",
        "{'recipients': {'+551': {'fail': '999999'}}}  | recipients.551.fail knows no error 999999",
        "{'recipients': {'551': {'copies': 0}}}        | recipients.551.copies must be at least 1",
        "{'recipients': {'551': {'reach': 'mars'}}}    | recipients.551.reach",
        "{'recipients': {'551': {'connection': 'x'}}}  | recipients.551.connection",
        "{'recipients': {'551': '131026'}}             | recipients.551 must be an object",
        "{'prefixes': {'55': {'refuse': '7'}}}         | prefixes.55.refuse knows no error 7",
        "{'prefixes': []}                              | prefixes must be an object",
        "{'rates': {'fail': {'131026': 1.5}}}          | rates.fail shares lie between 0 and 1",
        "{'rates': {'refuse': {'1': 0.6, '2': 0.6}}}   | rates.refuse shares add up to more than 1",
        "{'rates': {'trouble': {'1000000': 0.1}}}      | rates.trouble knows no error 1000000",
        "{'rates': {'reach': {'moon': 0.1}}}           | rates.reach",
        "{'rates': {'click': -1}}                      | rates.click shares lie between 0 and 1",
        "{'rates': {'copies': {'0': 0.1}}}             | rates.copies must be at least 1",
        "{'latency_ms': {'min': 5, 'max': 1}}          | latency_ms needs 0 <= min <= max",
        "{'webhook_delays_ms': {'read': {'min': -1}}}  | webhook_delays_ms.read needs 0 <= min <= max",
        "{'open_links': 'http://shop.example/r/'}      | open_links must be an http URL of this machine",
        "{'open_links': 'http://127.0.0.1.example/r/'} | open_links must be",
        "{'open_links': 'http://127.0.0.1@example/r/'} | open_links must be",
        "{'open_links': 'http://127.0.0.1:80'}         | open_links must be",
        "{'open_links': 'soon'}                        | open_links must be",
        "{'webhooks': {'batch_max': 1001}}             | webhooks.batch_max must not exceed 1000",
        "{'webhooks': {'retry_max_ms': 1}}             | webhooks.retry_max_ms must not be below",
        "{'throughput': {'per_second': 0}}             | throughput.per_second must be more than 0",
        "{'pair_rate': {'burst': 0}}                   | pair_rate.burst must be at least 1",
        "{'rate_limit_storm': 'soon'}                  | rate_limit_storm",
        "{'rules': {'mm_callback_data': 'eat'}}        | rules.mm_callback_data",
        "{'templates': [{'name': 'a'}]}                | templates: a template lacks its language",
        "{'templates': [null]}                         | templates must hold objects only",
        "{'rates': 7}                                  | rates",
        "{'webhooks': []}                              | webhooks",
        "{'templates': [7]}                            | templates.0",
        "{'seed':                                      | not JSON",
        "[]                                            | a behaviour must be a JSON object"
      })
  void a_wrong_behaviour_is_refused_naming_the_field_and_changes_nothing(
      String change, String problem) {
    String before = bench.get(BEHAVIOUR).body();

    Bench.Reply reply = bench.put(BEHAVIOUR, change);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().propertyNames()).containsExactly("error");
    assertThat(reply.json().path("error").asString()).contains(problem);
    assertThat(bench.get(BEHAVIOUR).body()).isEqualTo(before);
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
  }

  @Test
  void a_simulator_does_not_start_with_a_wrong_behaviour() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> GraphSimulator.start(SimulatorOptions.onFreePort().withBehaviour("{\"sed\": 1}")))
        .withMessageStartingWith("unknown field sed; known here: ");
  }

  @Test
  void a_put_merges_and_null_brings_back_the_default() {
    bench.put(BEHAVIOUR, fate("{'refuse': '131021', 'copies': 2}"));
    bench.put(BEHAVIOUR, fate("{'refuse': '130403'}"));
    assertThat(bench.get(BEHAVIOUR).json().path("recipients").path(ANA_DIGITS))
        .isEqualTo(Sends.json("{'refuse': '130403', 'copies': 2}"));
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("130403 by HTTP 400");

    bench.put(BEHAVIOUR, fate("null"));
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'rates': null, 'throughput': null, 'recipients': null, 'rate_limit_storm': null}",
        "{'recipients': {'5511987654321': {'reach': null, 'copies': null, 'connection': null}}}",
        "{'rates': {'fail': {'131026': null}, 'hold': null}, 'latency_ms': {'min': null}}",
      })
  void null_stands_for_the_default_everywhere(String behaviour) {
    assertThat(bench.put(REPLACE, behaviour).status()).isEqualTo(200);

    assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("accepted");
  }

  @Test
  void a_replacement_forgets_all_that_was_set() {
    bench.put(BEHAVIOUR, fate("{'trouble': '131016'}"));
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).isEqualTo("131016 by HTTP 500");
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).as("once").isEqualTo("accepted");

    bench.put(REPLACE, fate("{'trouble': '131016'}"));
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).as("afresh").isEqualTo("131016 by HTTP 500");
    assertThat(bench.put(REPLACE, "{}").body()).isEqualTo("{}");
    assertThat(bench.put(BEHAVIOUR + "?mode=add", "{}").body())
        .contains("mode must be merge or replace");
  }

  @Test
  void the_longest_prefix_wins_and_an_entry_of_ones_own_wins_over_it() {
    bench.put(
        BEHAVIOUR,
        "{'prefixes': {'55': {'refuse': '130403'}, '+55 119': {'refuse': '131026'}},"
            + "'recipients': {'+55 11 98765-4321': {'refuse': '131050'}},"
            + "'rates': {'refuse': {'131021': 1}}}");

    assertThat(bench.cloud(Sends.news("+552112345678")).outcome()).startsWith("130403");
    assertThat(bench.cloud(Sends.news("+5511912345678")).outcome()).startsWith("131026");
    assertThat(bench.cloud(Sends.news(ANA)).outcome()).startsWith("131050");
    assertThat(bench.cloud(Sends.news("+33612345678")).outcome()).startsWith("131021");
  }

  @Test
  void trouble_hits_the_first_sends_to_each_person() {
    bench.put(BEHAVIOUR, "{'rates': {'trouble': {'131000': 1}, 'trouble_times': 2}}");

    for (String person : List.of(ANA, Sends.JUERGEN)) {
      assertThat(bench.cloud(Sends.news(person)).outcome()).isEqualTo("131000 by HTTP 500");
      assertThat(bench.marketing(Sends.news(person)).outcome()).isEqualTo("131000 by HTTP 500");
      assertThat(bench.marketing(Sends.news(person)).outcome()).isEqualTo("accepted");
    }
  }

  @Test
  void a_rate_hits_its_share_and_the_same_people_in_every_run() {
    ObjectNode rates = Sends.json("{'seed': 7, 'rates': {'refuse': {'130403': 0.3}}}");
    BehaviourStore store = new BehaviourStore(new ErrorCatalogue(), rates);
    BehaviourStore again = new BehaviourStore(new ErrorCatalogue(), rates);
    again.merge(Sends.json("{'rates': {'copies': {'2': 1}}}"));

    List<String> refused = refused(new BehaviourDecider(store));
    assertThat(refused).hasSizeBetween(2700, 3300);
    assertThat(refused(new BehaviourDecider(again))).isEqualTo(refused);
    again.merge(Sends.json("{'seed': 8}"));
    assertThat(refused(new BehaviourDecider(again))).isNotEqualTo(refused);
  }

  @Test
  void the_marketing_cap_does_not_hit_people_in_europe_by_rate() {
    bench.put(BEHAVIOUR, "{'rates': {'fail': {'131049': 1}}}");
    bench.marketing(Sends.news(Sends.JUERGEN));
    assertThat(bench.statusNames()).containsExactly("sent", "delivered", "read");

    bench.marketing(Sends.news(ANA));
    assertThat(bench.statusNames()).endsWith("failed");
  }

  private static List<String> refused(BehaviourDecider decider) {
    return IntStream.range(0, 10_000)
        .mapToObj(n -> String.valueOf(5511900000000L + n))
        .filter(number -> decider.fateOf(number).refuse() != null)
        .toList();
  }

  private static String fate(String fate) {
    return "{'recipients': {'" + ANA_DIGITS + "': " + fate + "}}";
  }
}
