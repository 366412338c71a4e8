package dev.whatsway.workers.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.workers.RecordedHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

class HistoriesTest {

  private static final String NAME = "message-expiresWhatWasNotDeliveredBeforeItsTtl";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | has to be a JSON object with an array \"events\"",
        "hello | is no JSON",
        "[1, 2] | has to be a JSON object with an array \"events\"",
        "{} | has to be a JSON object with an array \"events\"",
        "{\"events\": {}} | has to be a JSON object with an array \"events\"",
        "{\"events\": []} | holds no events",
        "{\"events\": [null]} | does not begin with the start of a workflow",
        "{\"events\": [{\"eventId\": \"1\"}]} | does not begin with the start of a workflow",
        "{\"events\": [{\"eventId\": \"1\", \"workflowExecutionStartedEventAttributes\": {}}]} | cannot be read",
        "{\"events\": [{\"eventId\": \"1\", \"eventTime\": \"yesterday\", \"eventType\": \"WorkflowExecutionStarted\", \"workflowExecutionStartedEventAttributes\": {}}]} | invalid timestamp \"yesterday\"",
        "{\"events\": [{\"eventId\": \"x\", \"workflowExecutionStartedEventAttributes\": {}}]} | cannot be read"
      })
  void aFileThatIsNoHistoryIsRefusedWithItsReason(String text, String reason) {
    assertThatThrownBy(() -> Histories.read(text))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("Export it again");
  }

  @Test
  void aFileThatWasCutIsRefused() {
    String json = RecordedHistories.json(NAME);

    for (int length = 1; length < json.length() - 2; length += 97) {
      String cut = json.substring(0, length);
      assertThatThrownBy(() -> Histories.read(cut))
          .as(length + " characters")
          .isInstanceOf(HistoryException.class);
    }
  }

  @Test
  void aHistoryWithoutOneOfItsEventsIsRefusedByItsNumber() {
    JsonNode history = JsonMapper.shared().readTree(RecordedHistories.json(NAME));
    ((ArrayNode) history.path("events")).remove(10);

    assertThatThrownBy(() -> Histories.read(history.toString()))
        .hasMessageContaining("event 12 stands where event 11 should");
  }

  @Test
  void anEventOfALaterVersionIsNamed() {
    String json =
        RecordedHistories.json(NAME)
            .replaceFirst("EVENT_TYPE_ACTIVITY_TASK_STARTED", "EVENT_TYPE_OF_TOMORROW");

    assertThatThrownBy(() -> Histories.read(json)).hasMessageContaining("Event 6 is of a kind");
  }

  @Test
  void theOlderSpellingOfEnumsAndAByteOrderMarkAreRead() {
    String json = RecordedHistories.json(NAME);
    List<String> spellings = new ArrayList<>();
    String camel =
        Pattern.compile("EVENT_TYPE_([A-Z_]+)")
            .matcher(json)
            .replaceAll(
                found -> {
                  spellings.add(camel(found.group(1)));
                  return Matcher.quoteReplacement(camel(found.group(1)));
                });

    assertThat(spellings).contains("WorkflowExecutionStarted");
    assertThat(Histories.read("\uFEFF" + camel).getEvents())
        .isEqualTo(Histories.read(json).getEvents());
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("_")) {
      camel.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return camel.toString();
  }
}
