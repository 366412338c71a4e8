package dev.whatsway.workers.replay;

import static dev.whatsway.workers.replay.Words.Saying.ANSWERED;
import static dev.whatsway.workers.replay.Words.Saying.INPUT;
import static dev.whatsway.workers.replay.Words.Saying.SIGNAL;
import static dev.whatsway.workers.replay.Words.Saying.UPDATED;

import dev.whatsway.contract.channel.ChannelCare.Standing;
import dev.whatsway.contract.channel.ChannelCare.TokenLife;
import dev.whatsway.contract.channel.ChannelState;
import dev.whatsway.contract.channel.TemplateCounts;

/** Channels: what Meta says of the number and its token, and what stops it. */
final class ChannelVocabulary implements Vocabulary {

  @Override
  public void teach(Words words) {
    words
        .say(INPUT, "ChannelWorkflow", ChannelState.class, ChannelVocabulary::state)
        .say(SIGNAL, "ChannelWorkflow.stopsChanged", Object.class, "tell campaigns", any -> "")
        .say(SIGNAL, "ChannelWorkflow.settingsChanged", Object.class, "ask Meta again", any -> "")
        .say(
            UPDATED,
            "ChannelWorkflow.syncTemplates",
            TemplateCounts.class,
            ChannelVocabulary::templates)
        .say(ANSWERED, "SyncTemplates", TemplateCounts.class, ChannelVocabulary::templates)
        .say(ANSWERED, "TellCampaigns", Standing.class, ChannelVocabulary::standing)
        .say(ANSWERED, "ProbeStops", Standing.class, ChannelVocabulary::standing)
        .say(ANSWERED, "SyncChannel", TokenLife.class, ChannelVocabulary::token)
        .say(ANSWERED, "RenewToken", TokenLife.class, ChannelVocabulary::token);
  }

  private static String state(ChannelState state) {
    return "channel " + state.channelId() + ", " + standing(new Standing(state.openStops()));
  }

  private static String standing(Standing standing) {
    return standing.openStops() == 0 ? "nothing stops it" : "stops open: " + standing.openStops();
  }

  private static String token(TokenLife life) {
    return life.expiresAt() == null
        ? "the token has no end that is known"
        : "the token ends at " + Plain.time(life.expiresAt());
  }

  private static String templates(TemplateCounts counts) {
    return "%d templates, %d of them new, %d changed"
        .formatted(counts.found(), counts.created(), counts.updated());
  }
}
