package dev.whatsway.api.journey;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.contract.journey.StepRef;
import dev.whatsway.journey.definition.JourneyPlan;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.journey.CompiledPlans;
import dev.whatsway.store.journey.JourneyDetails;
import dev.whatsway.store.journey.JourneyLookups;
import dev.whatsway.store.journey.OrderWrites;
import dev.whatsway.store.journey.OrderWrites.Action;
import dev.whatsway.store.journey.OrderWrites.Order;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/campaigns/{id}")
@Tag(name = "journeys")
class OrderController {

  private final Travelers travelers;
  private final OrderWrites orders;
  private final CompiledPlans plans;
  private final Clock clock;

  OrderController(Travelers travelers, OrderWrites orders, CompiledPlans plans, Clock clock) {
    this.travelers = travelers;
    this.orders = orders;
    this.plans = plans;
    this.clock = clock;
  }

  @PostMapping("/journeys/{contact}/skip")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Let a person go on from their step as if it were done",
      description = "Accepted; it is carried out at the person's next look, which is at once.")
  OrderView skipOne(
      @PathVariable UUID id,
      @PathVariable String contact,
      @RequestBody(required = false) @Nullable OrderRequest request,
      Caller caller) {
    return one(Action.SKIP, id, contact, request, caller);
  }

  @PostMapping("/journeys/{contact}/retry")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Let a person do their step once more", description = "As skip.")
  OrderView retryOne(
      @PathVariable UUID id,
      @PathVariable String contact,
      @RequestBody(required = false) @Nullable OrderRequest request,
      Caller caller) {
    return one(Action.RETRY, id, contact, request, caller);
  }

  @PostMapping("/journeys/{contact}/move")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Let a person go on at another step", description = "As skip.")
  OrderView moveOne(
      @PathVariable UUID id,
      @PathVariable String contact,
      @RequestBody(required = false) @Nullable OrderRequest request,
      Caller caller) {
    return one(Action.MOVE, id, contact, request, caller);
  }

  @PostMapping("/steps/{step}/skip")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Let everybody who is at a step go on as if it were done",
      description = "Those who are there now; who comes later stays.")
  OrderView skipAll(
      @PathVariable UUID id,
      @PathVariable String step,
      @RequestBody(required = false) @Nullable OrderRequest request,
      Caller caller) {
    return all(Action.SKIP, id, step, request, caller);
  }

  @PostMapping("/steps/{step}/move")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Operation(summary = "Let everybody who is at a step go on at another", description = "As skip.")
  OrderView moveAll(
      @PathVariable UUID id,
      @PathVariable String step,
      @RequestBody(required = false) @Nullable OrderRequest request,
      Caller caller) {
    return all(Action.MOVE, id, step, request, caller);
  }

  private OrderView one(
      Action action, UUID id, String contact, @Nullable OrderRequest request, Caller caller) {
    Campaign campaign = open(id, caller);
    JourneyDetails person = travelers.find(campaign, contact);
    if (!person.status().equals(JourneyLookups.Status.ACTIVE.wire()) || person.step() == null) {
      throw new ApiException(ProblemKind.INVALID_STATE, notAtAStep(person));
    }
    Order order = order(action, request, List.of(person.planHash()), campaign);
    if (!orders.give(order, person, clock.instant())) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The person has gone on from %s meanwhile; look again.".formatted(person.step()));
    }
    return new OrderView(action.wire(), person.step(), order.to(), 1);
  }

  private static String notAtAStep(JourneyDetails person) {
    return person.status().equals(JourneyLookups.Status.ENDED.wire())
        ? "The journey of this person has ended; nothing of it can change any more."
        : "The person has not come to a step yet; wait until they have.";
  }

  private OrderView all(
      Action action, UUID id, String step, @Nullable OrderRequest request, Caller caller) {
    Campaign campaign = open(id, caller);
    List<String> followed = orders.plansAt(id, step);
    String current = Objects.requireNonNull(campaign.journeyHash());
    JourneyPlan plan = plan(campaign, current);
    if (followed.isEmpty() && !plan.steps().containsKey(step)) {
      throw new ApiException(
          ProblemKind.NOT_FOUND,
          "Nobody is at such a step, and the journey has none; it has "
              + String.join(", ", plan.steps().keySet())
              + ".");
    }
    Order order =
        order(action, request, followed.isEmpty() ? List.of(current) : followed, campaign);
    return new OrderView(
        action.wire(), step, order.to(), orders.giveAll(order, id, step, clock.instant()));
  }

  private Order order(
      Action action, @Nullable OrderRequest request, List<String> followed, Campaign campaign) {
    Checks checks = new Checks();
    String to = request == null ? null : request.to();
    if (action != Action.MOVE) {
      if (to != null) {
        checks.fail("to", "must be left out; move goes to a step of your choice.");
      }
    } else if (checks.required("to", to, "the id of the step to go on at, or exit") != null) {
      for (String hash : followed) {
        checkTarget(to, plan(campaign, hash), hash, campaign, checks);
      }
    }
    String reason = request == null ? null : request.reason();
    String text = reason == null ? null : checks.text("reason", reason, 500);
    checks.done();
    return new Order(action, to, text);
  }

  private static void checkTarget(
      String to, JourneyPlan plan, String hash, Campaign campaign, Checks checks) {
    if (to.equals(StepRef.EXIT) || plan.steps().containsKey(to)) {
      return;
    }
    String steps = String.join(", ", plan.steps().keySet());
    checks.fail(
        "to",
        hash.equals(campaign.journeyHash())
            ? "must be exit, or a step of the journey: " + steps + "."
            : "must be a step of the older journey %s, too, which people there follow: %s; or migrate them first."
                .formatted(hash, steps));
  }

  private JourneyPlan plan(Campaign campaign, String hash) {
    return plans
        .find(campaign.accountId(), hash)
        .orElseThrow(
            () ->
                new ApiException(
                    ProblemKind.INVALID_STATE,
                    "The journey %s has steps of a plug-in that this api is started without."
                        .formatted(hash)));
  }

  private Campaign open(UUID id, Caller caller) {
    Campaign campaign = travelers.campaign(id, caller);
    if (campaign.status().closed()) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The campaign is %s; nobody is on their way any more."
              .formatted(campaign.status().wire()));
    }
    return campaign;
  }

  /** What is ordered beside the action. */
  @Schema(name = "OrderRequest")
  record OrderRequest(
      @Schema(description = "Of a move: the id of the step to go on at, or exit.")
          @Nullable String to,
      @Schema(description = "Why; kept with the order.") @Nullable String reason) {}

  /**
   * An order that was accepted.
   *
   * @param at the step that people must still be at
   * @param people how many it is for
   */
  @Schema(name = "Order")
  record OrderView(
      @Schema(allowableValues = {"skip", "retry", "move"}) String action,
      String at,
      @Nullable String to,
      int people) {}
}
