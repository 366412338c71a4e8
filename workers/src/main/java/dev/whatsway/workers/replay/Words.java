package dev.whatsway.workers.replay;

import com.google.protobuf.ByteString;
import dev.whatsway.contract.PayloadConversion;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.common.converter.DataConverter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts payloads into words: by what vocabularies know of them, else as they are, cut. */
final class Words {

  private static final List<Vocabulary> VOCABULARIES =
      List.of(
          new MessageVocabulary(),
          new CampaignVocabulary(),
          new ChannelVocabulary(),
          new JourneyVocabulary(),
          new RecurringVocabulary());

  private final DataConverter converter = PayloadConversion.dataConverter();
  private final Map<Key, Reading<?>> readings = new HashMap<>();

  /** What a payload is. */
  enum Saying {
    /** A workflow's input, by its type. */
    INPUT,
    /** A workflow's result, by its type. */
    RESULT,
    /** An activity's input, by its type. */
    ASKED,
    /** An activity's result, by its type. */
    ANSWERED,
    /** A signal's payload, by workflow type and name with a point in between. */
    SIGNAL,
    /** An Update's argument, by workflow type and name with a point in between. */
    UPDATE,
    /** An Update's result, by workflow type and name with a point in between. */
    UPDATED
  }

  private record Key(Saying saying, String name) {}

  private record Reading<T>(Class<T> type, String none, Function<T, String> words) {}

  Words() {
    VOCABULARIES.forEach(vocabulary -> vocabulary.teach(this));
  }

  /** Teaches words for a payload that is never null. */
  <T> Words say(Saying saying, String name, Class<T> type, Function<T, String> words) {
    return say(saying, name, type, "", words);
  }

  /**
   * @param none the words for null, or where there is no payload
   */
  <T> Words say(Saying saying, String name, Class<T> type, String none, Function<T, String> words) {
    readings.put(new Key(saying, name), new Reading<>(type, none, words));
    return this;
  }

  /** Returns the first of the payloads in words; empty where there is nothing to say. */
  String of(Saying saying, String name, Payloads payloads) {
    Reading<?> reading = readings.get(new Key(saying, name));
    if (payloads.getPayloadsCount() == 0) {
      return reading == null ? "" : reading.none();
    }
    String words = reading == null ? null : read(reading, payloads);
    return words == null ? raw(payloads.getPayloads(0)) : words;
  }

  /** Returns the first of the payloads in words; empty where no vocabulary knows it. */
  String known(Saying saying, String name, Payloads payloads) {
    return readings.containsKey(new Key(saying, name)) ? of(saying, name, payloads) : "";
  }

  /** Returns an attribute or a summary on one line; empty where there is none. */
  String text(Payload payload) {
    if (payload.getMetadataCount() == 0) {
      return "";
    }
    try {
      @Nullable String text = converter.fromPayload(payload, String.class, String.class);
      return text == null ? "" : Plain.line(text);
    } catch (RuntimeException e) {
      return raw(payload);
    }
  }

  private <T> @Nullable String read(Reading<T> reading, Payloads payloads) {
    try {
      T value = converter.fromPayloads(0, Optional.of(payloads), reading.type(), reading.type());
      return value == null ? reading.none() : reading.words().apply(value);
    } catch (RuntimeException e) {
      // Anything may stand in a file, also what a later version writes: shown as it is.
      return null;
    }
  }

  private static String raw(Payload payload) {
    String encoding = utf8(payload.getMetadataOrDefault("encoding", ByteString.EMPTY));
    return switch (encoding) {
      case "json/plain" -> {
        String json = utf8(payload.getData());
        yield json.equals("null") ? "" : Plain.line(json);
      }
      case "binary/null" -> "";
      default -> "(%d bytes of %s)".formatted(payload.getData().size(), Plain.line(encoding));
    };
  }

  private static String utf8(ByteString bytes) {
    return bytes.toStringUtf8();
  }
}
