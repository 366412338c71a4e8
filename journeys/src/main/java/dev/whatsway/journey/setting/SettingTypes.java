package dev.whatsway.journey.setting;

import dev.whatsway.contract.journey.ConditionText;
import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.SendRef;
import dev.whatsway.contract.journey.Setting;
import dev.whatsway.contract.journey.StepRef;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds out of a record's component what values its setting takes. */
final class SettingTypes {

  private static final int TEXT = 1024;
  private static final int CONDITION = 4096;

  /** The longest that a journey may be told to wait, unless a step says otherwise. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final String CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?";

  static SettingType of(RecordComponent component) {
    return of(component.getGenericType(), Limits.of(component.getAnnotation(Setting.class)));
  }

  private static SettingType of(Type type, Limits limits) {
    if (type instanceof ParameterizedType parameterized) {
      return collection(parameterized, limits);
    }
    Class<?> raw = (Class<?>) type;
    if (raw.isEnum()) {
      return choice(raw);
    }
    SettingType simple = simple(raw, limits);
    if (simple != null) {
      return simple;
    }
    if (raw.isRecord()) {
      return new RecordType(raw.asSubclass(Record.class));
    }
    throw new IllegalArgumentException("Settings of type " + raw.getName() + " are not supported.");
  }

  private static SettingType collection(ParameterizedType type, Limits limits) {
    Type[] arguments = type.getActualTypeArguments();
    // The limits are the collection's; what it holds has those of its type.
    SettingType element = of(arguments[arguments.length - 1], Limits.NONE);
    if (type.getRawType() == List.class) {
      return new ListType(element, limits.min(1), limits.max(100));
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return new MapType(element, limits.min(0), limits.max(100));
    }
    throw new IllegalArgumentException("Settings of type " + type + " are not supported.");
  }

  private static @Nullable SettingType simple(Class<?> type, Limits limits) {
    if (type == String.class) {
      return new TextType(limits, TEXT, text -> text);
    }
    if (type == StepRef.class) {
      return step("reminder", StepRef::new);
    }
    if (type == SendRef.class) {
      return step("welcome", SendRef::new);
    }
    if (type == ConditionText.class) {
      return new TextType(limits, CONDITION, ConditionText::new);
    }
    if (type == PlaceholderText.class) {
      return new TextType(limits, TEXT, PlaceholderText::new);
    }
    if (type == int.class || type == Integer.class) {
      return new WholeType(limits.min(Integer.MIN_VALUE), limits.max(Integer.MAX_VALUE));
    }
    if (type == boolean.class || type == Boolean.class) {
      return new FlagType();
    }
    return parsed(type, limits);
  }

  private static SettingType step(String example, Function<String, Object> made) {
    return new TextType(new Limits("", "64", Names.STEP, example), 64, made);
  }

  private static @Nullable SettingType parsed(Class<?> type, Limits limits) {
    if (type == Duration.class) {
      return span(limits);
    }
    if (type == LocalTime.class) {
      return new ParsedType(
          "a time of day from 00:00 to 23:59" + limits.suchAs("10:00"), LocalTime::parse, CLOCK);
    }
    if (type == LocalDate.class) {
      return new ParsedType(
          "a date of 1900 to 2199" + limits.suchAs("2026-12-24"),
          LocalDate::parse,
          "(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}");
    }
    if (type == UUID.class) {
      return new ParsedType(
          "an id, a UUID", UUID::fromString, "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    }
    if (type == URI.class) {
      return new ParsedType(
          "an address" + limits.suchAs("https://example.com/hook"), URI::create, "https?://.+");
    }
    return null;
  }

  private static SettingType span(Limits limits) {
    Duration min = limits.min().isEmpty() ? Duration.ofSeconds(1) : Duration.parse(limits.min());
    Duration max = limits.max().isEmpty() ? LONGEST : Duration.parse(limits.max());
    return new ParsedType(
        "an ISO 8601 duration from %s to %s".formatted(shown(min), shown(max))
            + limits.suchAs("P2D or PT30M"),
        text -> {
          Duration duration = Duration.parse(text);
          if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw new IllegalArgumentException(text);
          }
          return duration;
        },
        "P[0-9DTHMS.]+");
  }

  private static String shown(Duration duration) {
    return duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))
        ? "P" + duration.toDays() + "D"
        : duration.toString();
  }

  private static SettingType choice(Class<?> type) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      values.put(constant.toString().toLowerCase(Locale.ROOT), constant);
    }
    return new ChoiceType(values);
  }

  private SettingTypes() {}
}
