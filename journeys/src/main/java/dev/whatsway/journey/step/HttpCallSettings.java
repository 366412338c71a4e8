package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.Setting;
import dev.whatsway.contract.journey.StepRef;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Step {@code http_call}: a signed POST to a host that the account allows. */
public record HttpCallSettings(
    @Setting(description = "Where to.") URI url,
    @Setting(description = "The fields of the JSON body, with placeholders.", max = "30")
        @Nullable Map<String, PlaceholderText> body,
    @Setting(description = "Where to go when no try was answered with 2xx.")
        @Nullable StepRef onFailure) {

  @Nullable String problem() {
    boolean good =
        "https".equals(url.getScheme()) && url.getHost() != null && url.getUserInfo() == null;
    return good ? null : "url: must be https with a host and without user and password.";
  }
}
