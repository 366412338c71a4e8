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
    @Setting(
            description =
                "Where the tracked link leads that {{tracked_link}} in a URL button's variable makes: http or https, with placeholders after the host.",
            max = "2000")
        @Nullable PlaceholderText linkTarget,
    @Setting(
            description =
                "The channel to send from, instead of the campaign's: any of the account whose WABA has the template.")
        @Nullable UUID channelId,
    @Setting(description = "Where to go when it was not taken: failed, skipped or unknown.")
        @Nullable StepRef onFailure) {

  /** A template by Meta's natural key. */
  public record Template(
      @Setting(pattern = "[a-z0-9_]{1,512}", example = "welcome") String name,
      @Setting(pattern = "[a-z]{2,3}(_[A-Za-z0-9]{2,8})*", example = "en_US") String language) {}

  /** What a tracked link's token goes in for, in the variable of its button. */
  public static final String TRACKED_LINK = "{{" + SendTexts.LINK + "}}";

  /** Returns whether people's clicks on it are known one by one. */
  public boolean tracked() {
    return linkTarget != null;
  }

  @Nullable String problem() {
    boolean asked =
        variables != null
            && variables.values().stream()
                .anyMatch(variable -> variable.pattern().contains(TRACKED_LINK));
    if (asked && linkTarget == null) {
      return "link_target: is required where a variable has " + TRACKED_LINK + ".";
    }
    if (linkTarget == null) {
      return null;
    }
    if (!asked) {
      return "variables: must have " + TRACKED_LINK + " in one where link_target is given.";
    }
    return linkTarget.pattern().matches("(?i)https?://[^/?#{}@\\\\\\s]+([/?#].*)?")
        ? null
        : "link_target: must be http or https with a host, and placeholders only behind it.";
  }
}
