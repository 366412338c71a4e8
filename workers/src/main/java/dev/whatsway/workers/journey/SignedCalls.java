package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.StepContext;
import dev.whatsway.journey.step.HttpCallSettings;
import dev.whatsway.journey.step.HttpCallStep.Answer;
import dev.whatsway.journey.step.HttpCallStep.Calls;
import dev.whatsway.store.callout.CallHosts;
import dev.whatsway.store.campaign.CampaignRuns;
import dev.whatsway.store.subscription.RefusedTargetException;
import dev.whatsway.store.subscription.Target;
import dev.whatsway.store.subscription.TargetRules;
import dev.whatsway.workers.subscription.SignedPosts;
import io.temporal.activity.Activity;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls hosts that the account allows, and of these only such as subscriptions may have. A call is
 * tried five times; the receiver tells repetitions by their {@code webhook-id}.
 */
@Component
class SignedCalls implements Calls {

  private static final int TRIES = 5;

  private final CallHosts hosts;
  private final CampaignRuns campaigns;
  private final TargetRules rules;
  private final SignedPosts posts;
  private final JsonMapper json;

  SignedCalls(
      CallHosts hosts,
      CampaignRuns campaigns,
      TargetRules rules,
      SignedPosts posts,
      JsonMapper json) {
    this.hosts = hosts;
    this.campaigns = campaigns;
    this.rules = rules;
    this.posts = posts;
    this.json = json;
  }

  @Override
  public Answer post(
      HttpCallSettings settings, Map<String, @Nullable String> body, StepContext context) {
    UUID account = campaigns.get(context.visit().campaignId()).accountId();
    // Asked each time: a host that was forbidden is not called by those who are on their way.
    String secret = hosts.secret(account, settings.url().getHost()).orElse(null);
    if (secret == null) {
      return new Answer(false, "not called: the account does not allow the host");
    }
    Target target;
    try {
      target = rules.check(settings.url().toString());
    } catch (RefusedTargetException refused) {
      return failed("not called: the url " + refused.getMessage());
    }
    return post(target, context.key(), json.writeValueAsString(body), secret);
  }

  private Answer post(Target target, String id, String body, String secret) {
    int status;
    try {
      status = posts.post(target, id, body, secret).join();
    } catch (CompletionException unanswered) {
      return failed("no answer in " + TRIES + " tries");
    }
    if (status >= 200 && status < 300) {
      return new Answer(true, "called, answered " + status);
    }
    boolean again = status == 408 || status == 429 || status >= 500;
    String words = "called, answered " + status;
    return again ? failed(words) : new Answer(false, words);
  }

  /** Fails this try, or tells so where it was the last. */
  private static Answer failed(String words) {
    if (Activity.getExecutionContext().getInfo().getAttempt() < TRIES) {
      throw new IllegalStateException("A journey's call was not answered well: " + words);
    }
    return new Answer(false, words);
  }
}
