package dev.whatsway.api.template;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.security.Caller;
import dev.whatsway.api.temporal.ChannelCommands;
import dev.whatsway.contract.channel.TemplateCounts;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/templates/sync")
@Tag(name = "templates")
class TemplateSyncController {

  private final Channels channels;
  private final ChannelCommands commands;

  TemplateSyncController(Channels channels, ChannelCommands commands) {
    this.channels = channels;
    this.commands = commands;
  }

  @PostMapping
  @Operation(
      summary = "Fetch the templates of all WABAs",
      description = "Each WABA once, through one of its channels, however many it has.")
  SyncsView sync(Caller caller) {
    return new SyncsView(channels.onePerWaba(caller.accountId()).stream().map(this::sync).toList());
  }

  private WabaSyncView sync(Channel channel) {
    try {
      TemplateCounts counts = commands.syncTemplates(channel.id());
      return counts == null
          ? new WabaSyncView(channel.wabaId(), channel.id(), null, null, null, null, null)
          : new WabaSyncView(
              channel.wabaId(),
              channel.id(),
              counts.found(),
              counts.created(),
              counts.updated(),
              counts.deleted(),
              null);
    } catch (ApiException refused) {
      return new WabaSyncView(
          channel.wabaId(), channel.id(), null, null, null, null, refused.getMessage());
    }
  }

  /** What came of each WABA. */
  @Schema(name = "TemplateSyncs")
  record SyncsView(List<WabaSyncView> data) {}

  /**
   * What a sync of one WABA found; counts are null where it failed, or goes on after 45 s.
   *
   * @param channelId whose token was used
   * @param error why it failed; null where it did not
   */
  @Schema(name = "WabaTemplateSync")
  record WabaSyncView(
      String wabaId,
      UUID channelId,
      @Nullable Integer found,
      @Nullable Integer created,
      @Nullable Integer updated,
      @Nullable Integer deleted,
      @Nullable String error) {}
}
