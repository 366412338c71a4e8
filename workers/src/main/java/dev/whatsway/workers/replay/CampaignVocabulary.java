package dev.whatsway.workers.replay;

import static dev.whatsway.workers.replay.Words.Saying.ANSWERED;
import static dev.whatsway.workers.replay.Words.Saying.ASKED;
import static dev.whatsway.workers.replay.Words.Saying.INPUT;
import static dev.whatsway.workers.replay.Words.Saying.RESULT;
import static dev.whatsway.workers.replay.Words.Saying.SIGNAL;
import static dev.whatsway.workers.replay.Words.Saying.UPDATE;
import static dev.whatsway.workers.replay.Words.Saying.UPDATED;

import dev.whatsway.contract.campaign.BatchState;
import dev.whatsway.contract.campaign.BulkSending.BulkResult;
import dev.whatsway.contract.campaign.CampaignCommand;
import dev.whatsway.contract.campaign.CampaignInput;
import dev.whatsway.contract.campaign.CampaignLifecycle.Transition;
import dev.whatsway.contract.campaign.CampaignPlanning.Plan;
import dev.whatsway.contract.campaign.CampaignPlanning.Schedule;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.LedgerBatchState;
import dev.whatsway.contract.campaign.RecipientPaging.Page;
import dev.whatsway.contract.campaign.RecipientPaging.WindowCommand;
import dev.whatsway.contract.campaign.StopNotice;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Campaigns, their lanes and the expiry of their messages. */
final class CampaignVocabulary implements Vocabulary {

  @Override
  public void teach(Words words) {
    words
        .say(INPUT, "CampaignWorkflow", CampaignInput.class, CampaignVocabulary::campaign)
        .say(INPUT, "LedgerExpiryWorkflow", CampaignInput.class, CampaignVocabulary::campaign)
        .say(INPUT, "RecipientBatchWorkflow", BatchState.class, CampaignVocabulary::lane)
        .say(INPUT, "LedgerBatchWorkflow", LedgerBatchState.class, CampaignVocabulary::lane)
        .say(RESULT, "CampaignWorkflow", CampaignProgress.class, CampaignVocabulary::progress)
        .say(SIGNAL, "CampaignWorkflow.stopped", StopNotice.class, CampaignVocabulary::stop)
        .say(SIGNAL, "CampaignWorkflow.lifted", Object.class, "nothing stops it now", any -> "")
        .say(
            SIGNAL, "CampaignWorkflow.journeysEnded", Object.class, "the last has left", any -> "");
    for (String command : List.of("pause", "resume", "cancel")) {
      words
          .say(
              UPDATE,
              "CampaignWorkflow." + command,
              CampaignCommand.class,
              given -> given.reason() == null ? "" : given.reason())
          .say(
              UPDATED,
              "CampaignWorkflow." + command,
              CampaignProgress.class,
              CampaignVocabulary::progress);
    }
    teachActivities(words);
  }

  private static void teachActivities(Words words) {
    words
        .say(ANSWERED, "Schedule", Schedule.class, CampaignVocabulary::schedule)
        .say(ANSWERED, "Plan", Plan.class, CampaignVocabulary::plan)
        .say(ASKED, "MoveTo", Transition.class, CampaignVocabulary::transition)
        .say(
            ANSWERED, "MoveTo", StopNotice.class, "stored", stop -> "paused instead: " + stop(stop))
        .say(ANSWERED, "Close", CampaignProgress.class, CampaignVocabulary::progress)
        .say(
            ANSWERED,
            "LastDue",
            Instant.class,
            "no message is put off",
            due -> "messages that Meta put off, until " + Plain.time(due))
        .say(
            ANSWERED,
            "ExpireOverdue",
            Instant.class,
            "no message can be open any more",
            next -> "looks again at " + Plain.time(next))
        .say(ANSWERED, "Page", Page.class, CampaignVocabulary::page)
        .say(
            ASKED,
            "AwaitWindow",
            WindowCommand.class,
            window ->
                "until at most %d of the messages %d to %d have no outcome"
                    .formatted(window.atMost(), window.from(), window.to() - 1))
        .say(ANSWERED, "Send", BulkResult.class, CampaignVocabulary::bulk);
  }

  private static String campaign(CampaignInput input) {
    return "campaign " + input.campaignId();
  }

  private static String lane(BatchState state) {
    return lane(state.lane(), state.first(), state.end(), state.paused(), state.canceled())
        + ", next "
        + state.next();
  }

  private static String lane(LedgerBatchState state) {
    return lane(state.lane(), state.first(), state.end(), state.paused(), state.canceled());
  }

  private static String lane(int lane, long first, long end, boolean paused, boolean canceled) {
    return "lane %d, messages %d to %d%s%s"
        .formatted(lane, first, end - 1, paused ? ", paused" : "", canceled ? ", canceled" : "");
  }

  private static String schedule(Schedule schedule) {
    return "template %s, starts %s%s%s"
        .formatted(
            schedule.template(),
            schedule.startAt() == null ? "at once" : "at " + Plain.time(schedule.startAt()),
            schedule.startBy() == null ? "" : ", at the latest " + Plain.time(schedule.startBy()),
            schedule.tracking() == null ? "" : ", tracking " + schedule.tracking().wire());
  }

  private static String plan(Plan plan) {
    return plan.problem() == null
        ? plan.planned() + " messages planned"
        : "cannot run: " + plan.problem();
  }

  private static String transition(Transition to) {
    return to.status().wire() + because(to.reason());
  }

  private static String progress(CampaignProgress progress) {
    return progress.status().wire() + because(progress.reason());
  }

  private static String because(@Nullable String reason) {
    return reason == null ? "" : " (" + reason + ")";
  }

  private static String stop(StopNotice stop) {
    return stop.code() + " " + stop.reason();
  }

  private static String bulk(BulkResult result) {
    String left =
        switch (result.remaining()) {
          case NOTHING -> "nothing is left";
          case MORE -> "more is to be sent now";
          case LATER ->
              result.dueAt() == null
                  ? "more is to be sent later"
                  : "the next is due at " + Plain.time(result.dueAt());
          case HELD -> "the rest is held";
        };
    return "%d messages looked at, %s".formatted(result.handled(), left);
  }

  private static String page(Page page) {
    String what =
        page.journeys() == null
            ? page.messages().size() + " messages"
            : page.journeys().size() + " people who enter the journey";
    return what + ", the next page from " + page.next();
  }
}
