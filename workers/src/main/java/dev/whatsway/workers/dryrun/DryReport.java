package dev.whatsway.workers.dryrun;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a journey would do, of a sample.
 *
 * @param people how many were looked at
 * @param sent messages that would go out
 * @param held of those, how many quiet hours would hold back for a while
 * @param skipped messages that would not go out, by reason
 * @param deadSteps steps that nobody came to
 * @param deadWays ways that nobody took, as {@code step -> step}
 * @param badVariables by step and variable, how many people lack a value that can be sent
 * @param brokenSteps by step and the exception's class, how many visits failed whenever tried
 * @param ends how many journeys would end, by reason
 * @param goals how many of these reach a goal
 * @param timeline the first messages, at most {@value DryReports#SHOWN}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DryReport(
    int people,
    Rates rates,
    long sent,
    long held,
    Map<String, Long> skipped,
    List<Step> steps,
    List<Money> cost,
    List<String> deadSteps,
    List<String> deadWays,
    Map<String, Long> badVariables,
    Map<String, Map<String, Long>> brokenSteps,
    Map<String, Long> ends,
    long goals,
    List<Line> timeline) {

  /** The rates it was made with. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Rates(
      double delivered, double read, double clicked, double replied, Map<String, Double> events) {}

  /**
   * What happens at one step.
   *
   * @param came how often people came to it
   * @param sent messages it would send
   * @param skipped messages it would not send, by reason
   * @param first when the first would go out; null for none
   * @param last when the last would go out; null for none
   * @param busiestMinute the most that would go out in one minute
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Step(
      String id,
      String type,
      long came,
      long sent,
      Map<String, Long> skipped,
      @Nullable Instant first,
      @Nullable Instant last,
      long busiestMinute) {}

  /** What Meta would charge in a country, were all delivered; amount null where no rate says it. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Money(
      String country,
      String category,
      long messages,
      @Nullable BigDecimal amount,
      @Nullable String currency) {}

  /** One message of one person. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Line(
      UUID contact,
      String step,
      String template,
      Instant at,
      LocalDateTime local,
      String zone,
      @Nullable String held,
      @Nullable String skipped) {}
}
