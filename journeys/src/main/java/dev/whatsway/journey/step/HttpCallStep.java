package dev.whatsway.journey.step;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.contract.journey.PlaceholderText;
import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.contract.journey.StepResult;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Step {@code http_call}. */
public final class HttpCallStep implements JourneyStep<HttpCallSettings> {

  private final Calls calls;

  public HttpCallStep(Calls calls) {
    this.calls = calls;
  }

  /** Makes calls. */
  public interface Calls {

    /**
     * Makes one signed call.
     *
     * @param body the fields of the JSON body; a null value is written as null
     * @param context by whose key the receiver tells repetitions
     * @throws RuntimeException when it should be tried again a little later
     */
    Answer post(HttpCallSettings settings, Map<String, @Nullable String> body, StepContext context);
  }

  /**
   * How a call ended.
   *
   * @param answered whether with 2xx
   * @param words how, without an address
   */
  public record Answer(boolean answered, String words) {}

  @Override
  public String type() {
    return "http_call";
  }

  @Override
  public Class<HttpCallSettings> settings() {
    return HttpCallSettings.class;
  }

  @Override
  public @Nullable String problem(HttpCallSettings settings) {
    return settings.problem();
  }

  @Override
  public StepResult run(HttpCallSettings settings, StepContext context) {
    Map<String, @Nullable String> body = new TreeMap<>();
    if (settings.body() != null) {
      for (Map.Entry<String, PlaceholderText> field : settings.body().entrySet()) {
        body.put(field.getKey(), context.fill(field.getValue()));
      }
    }
    Answer answer = calls.post(settings, body, context);
    return answer.answered()
        ? StepResult.next(answer.words())
        : StepResult.to(settings.onFailure(), answer.words());
  }
}
