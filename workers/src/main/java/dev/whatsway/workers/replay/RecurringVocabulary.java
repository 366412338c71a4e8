package dev.whatsway.workers.replay;

import static dev.whatsway.workers.replay.Words.Saying.ANSWERED;
import static dev.whatsway.workers.replay.Words.Saying.ASKED;
import static dev.whatsway.workers.replay.Words.Saying.INPUT;

import dev.whatsway.contract.recurring.RecurringInput;
import dev.whatsway.contract.recurring.RecurringMaking.Made;
import dev.whatsway.contract.recurring.RecurringMaking.Outcome;
import dev.whatsway.contract.recurring.RecurringMaking.Time;

/** The times of recurring campaigns. */
final class RecurringVocabulary implements Vocabulary {

  @Override
  public void teach(Words words) {
    words
        .say(
            INPUT,
            "RecurringCampaignWorkflow",
            RecurringInput.class,
            input -> "recurring campaign " + input.recurringId())
        .say(ASKED, "MakeCampaign", Time.class, time -> "for " + Plain.time(time.scheduledAt()))
        .say(ANSWERED, "MakeCampaign", Outcome.class, RecurringVocabulary::outcome);
  }

  private static String outcome(Outcome outcome) {
    Made made = outcome.made();
    return made == null
        ? "no campaign: " + outcome.reason()
        : "campaign " + made.campaignId() + ", template " + made.template();
  }
}
