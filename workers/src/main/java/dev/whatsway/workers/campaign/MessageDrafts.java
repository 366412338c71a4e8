package dev.whatsway.workers.campaign;

import dev.whatsway.store.NewId;
import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.contact.Recipient;
import dev.whatsway.store.link.LinkTarget;
import dev.whatsway.store.link.LinkTokens;
import dev.whatsway.store.message.CampaignMessages.Planned;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Drafts a campaign's messages, each with its variables, or with the reason not to send it. */
final class MessageDrafts {

  private final Campaign campaign;
  private final VariableRendering rendering;
  private final LinkTokens links;

  MessageDrafts(Campaign campaign, LinkTokens links) {
    this.campaign = campaign;
    this.rendering = new VariableRendering(campaign.variables());
    this.links = links;
  }

  Planned draft(Recipient recipient) {
    UUID id = NewId.next();
    VariableRendering.Rendered rendered =
        campaign.linkTarget() == null
            ? rendering.render(recipient)
            : rendering.render(recipient, Map.of(LinkTarget.PLACEHOLDER, links.token(id)));
    String target = target(recipient);
    return new Planned(
        id,
        recipient.ordinal(),
        recipient.contactId(),
        recipient.phone(),
        rendered.variables(),
        target,
        Stream.of(consent(recipient), rendered.skipReason(), problem(target))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null));
  }

  private @Nullable String target(Recipient recipient) {
    return campaign.linkTarget() == null
        ? null
        : VariableRendering.target(campaign.linkTarget(), recipient);
  }

  private @Nullable String problem(@Nullable String rendered) {
    if (campaign.linkTarget() == null) {
      return null;
    }
    if (rendered == null) {
      return "missing-variable:link_target";
    }
    return LinkTarget.leadsSomewhere(rendered) ? null : "invalid-variable:link_target";
  }

  /** The claim of each send asks again: a person may opt out while the campaign runs. */
  private @Nullable String consent(Recipient recipient) {
    if (!campaign.category().equals("MARKETING")) {
      return null;
    }
    if (recipient.optedOut()) {
      return "opted-out";
    }
    return recipient.optInAt() == null ? "no-consent" : null;
  }
}
