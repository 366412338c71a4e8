package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.Setting;
import dev.whatsway.contract.journey.StepRef;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Step {@code send}: one message. The person goes on once it is decided whether Meta took it. */
public record SendSettings(
    @Setting(description = "The template, by Meta's natural key.") Template template,
    @Setting(
            description =
                "A value for each variable of the template; {{name|friend}} falls back to friend.")
        @Nullable Map<String, PlaceholderText> variables,
    @Setting(description = "The channel to send from, instead of the campaign's.")
        @Nullable UUID channelId,
    @Setting(description = "Where to go when it was not taken: failed, skipped or unknown.")
        @Nullable StepRef onFailure) {

  /** A template by Meta's natural key. */
  public record Template(
      @Setting(pattern = "[a-z0-9_]{1,512}", example = "welcome") String name,
      @Setting(pattern = "[a-z]{2,3}(_[A-Za-z0-9]{2,8})*", example = "en_US") String language) {}
}
