package dev.whatsway.store.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EventSplitterTest {

  private static final UUID ANN = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final UUID BOB = UUID.fromString("00000000-0000-0000-0000-00000000000b");

  private final JsonMapper json = new JsonMapper();
  private final EventSplitter splitter = new EventSplitter(json);

  @Test
  void gives_each_event_its_waba_field_number_and_time() {
    ReceivedEvent event =
        one(
            change(
                "w", 17, "messages", "\"metadata\":{\"phone_number_id\":\"1\"},\"statuses\":[{}]"));
    assertThat(event.phoneNumberId()).isEqualTo("1");
    assertThat(event.accountId()).isEqualTo(ANN);
    assertThat(json.readTree(event.payload()))
        .isEqualTo(
            json.readTree(
                "{\"waba_id\":\"w\",\"field\":\"messages\",\"phone_number_id\":\"1\",\"item\":{},\"time\":17}"));
  }

  @Test
  void takes_arrays_of_every_kind_apart() {
    List<ReceivedEvent> events =
        split(
            change(
                "w",
                1,
                "messages",
                "\"statuses\":[{\"id\":\"1\"},{\"id\":\"2\"}],\"messages\":[{\"id\":\"3\"}],"
                    + "\"user_actions\":[{}],\"user_preferences\":[{}],\"message_echoes\":[{}],"
                    + "\"errors\":[{\"code\":1}]"),
            signer(Map.of(), Map.of()));
    assertThat(events)
        .extracting(ReceivedEvent::kind)
        .containsExactly(
            EventKind.STATUS,
            EventKind.STATUS,
            EventKind.MESSAGE,
            EventKind.ACTION,
            EventKind.PREFERENCE,
            EventKind.ECHO,
            EventKind.ERROR);
  }

  @Test
  void gives_what_is_of_a_waba_to_each_account_that_the_app_speaks_for() {
    List<ReceivedEvent> events =
        split(
            change("w", 1, "account_update", "\"event\":\"ACCOUNT_DELETED\""),
            signer(Map.of(), Map.of("w", Set.of(ANN, BOB))));
    assertThat(events).extracting(ReceivedEvent::accountId).containsExactlyInAnyOrder(ANN, BOB);
    assertThat(keys(events)).hasSize(2);
  }

  @Test
  void gives_what_a_partner_is_told_to_the_account_of_the_customers_waba() {
    ReceivedEvent event =
        split(
                change(
                    "partner",
                    1,
                    "account_update",
                    "\"event\":\"MM_LITE_TERMS_SIGNED\",\"waba_info\":{\"waba_id\":\"w\"}"),
                signer(Map.of(), Map.of("w", Set.of(ANN))))
            .get(0);
    assertThat(event.accountId()).isEqualTo(ANN);
    assertThat(json.readTree(event.payload()).path("waba_id").asString()).isEqualTo("w");
  }

  @Test
  void knows_a_repetition_whatever_order_its_fields_have_and_whoever_came_meanwhile() {
    String value = "\"metadata\":{\"phone_number_id\":\"1\"},\"statuses\":[%s]";
    assertThat(
            keys(
                List.of(
                    one(
                        change(
                            "w",
                            1,
                            "messages",
                            value.formatted("{\"id\":\"a\",\"status\":\"sent\"}"))),
                    one(
                        change(
                            "w",
                            2,
                            "messages",
                            value.formatted("{\"status\":\"sent\",\"id\":\"a\"}"))),
                    split(
                            change(
                                "w",
                                1,
                                "messages",
                                value.formatted("{\"id\":\"a\",\"status\":\"sent\"}")),
                            signer(Map.of(), Map.of()))
                        .get(0))))
        .as("a status is told at its own time, and its number was no channel yet")
        .hasSize(1);
  }

  @Test
  void tells_changes_apart_that_differ_in_field_time_waba_or_content() {
    String approved = "\"decision\":\"APPROVED\"";
    assertThat(
            keys(
                List.of(
                    one(change("w", 1, "account_review_update", approved)),
                    one(change("w", 2, "account_review_update", approved)),
                    one(change("v", 1, "account_review_update", approved)),
                    one(change("w", 1, "phone_number_name_update", approved)),
                    one(change("w", 1, "account_review_update", "\"decision\":\"REJECTED\"")))))
        .hasSize(5);
  }

  @Test
  void takes_along_the_ids_of_the_person_a_message_is_from_but_no_name() {
    ReceivedEvent event =
        one(
            change(
                "w",
                1,
                "messages",
                "\"contacts\":[{\"wa_id\":\"2\",\"user_id\":\"US.2\"},{\"profile\":{\"name\":\"Ann\"},"
                    + "\"wa_id\":\"1\",\"user_id\":\"US.1\"}],\"messages\":[{\"from\":\"1\"}]"));
    assertThat(json.readTree(event.payload()).path("contact"))
        .isEqualTo(json.readTree("{\"wa_id\":\"1\",\"user_id\":\"US.1\"}"));
    assertThat(event.payload()).doesNotContain("Ann");
  }

  private ReceivedEvent one(String body) {
    List<ReceivedEvent> events =
        split(body, signer(Map.of("1", Set.of(ANN)), Map.of("w", Set.of(ANN), "v", Set.of(ANN))));
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  private List<ReceivedEvent> split(String body, Signer signer) {
    return splitter.split(body.getBytes(StandardCharsets.UTF_8), signer);
  }

  private static Set<String> keys(List<ReceivedEvent> events) {
    return events.stream()
        .map(event -> HexFormat.of().formatHex(event.key()))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String change(String waba, int time, String field, String value) {
    return "{\"entry\":[{\"id\":\"%s\",\"time\":%d,\"changes\":[{\"field\":\"%s\",\"value\":{%s}}]}]}"
        .formatted(waba, time, field, value);
  }

  private static Signer signer(Map<String, Set<UUID>> numbers, Map<String, Set<UUID>> wabas) {
    return new Signer() {
      @Override
      public boolean speaksForNumber(String phoneNumberId) {
        return true;
      }

      @Override
      public boolean speaksForWaba(String wabaId) {
        return true;
      }

      @Override
      public Collection<UUID> accountsOfNumber(String phoneNumberId) {
        return numbers.getOrDefault(phoneNumberId, Set.of());
      }

      @Override
      public Collection<UUID> accountsOfWaba(String wabaId) {
        return wabas.getOrDefault(wabaId, Set.of());
      }
    };
  }
}
