package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.store.channel.Channel;
import dev.whatsway.store.channel.Channels;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.Templates;
import dev.whatsway.store.template.VariableKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks the channels that a campaign may fall back to. */
@Component
class FallbackChecks {

  private static final String FIELD = "fallback_channel_ids";
  private static final int MOST = 10;

  /** A key whose value is the id of an upload. */
  private static final Pattern UPLOAD = Pattern.compile("(card\\.\\d+\\.)?header\\.[a-z]+\\.id");

  private final Channels channels;
  private final Templates templates;

  FallbackChecks(Channels channels, Templates templates) {
    this.channels = channels;
    this.templates = templates;
  }

  /**
   * Returns the ids; says of each that cannot stand in for the channel why not.
   *
   * @param needed the templates of the campaign's messages, with what they are given
   */
  List<UUID> read(
      @Nullable List<? extends @Nullable UUID> ids,
      @Nullable Channel channel,
      List<GivenTemplate> needed,
      Checks checks) {
    List<UUID> read = new ArrayList<>();
    if (ids == null) {
      return read;
    }
    if (ids.size() > MOST) {
      checks.fail(FIELD, "must name at most " + MOST + " channels.");
      return read;
    }
    for (int i = 0; i < ids.size(); i++) {
      UUID id = ids.get(i);
      String field = FIELD + "[" + i + "]";
      if (id == null) {
        checks.fail(field, "must be the id of a channel of this account.");
      } else if (read.contains(id)) {
        checks.fail(field, "must not name a channel twice.");
      } else {
        read.add(id);
        check(id, field, channel, needed, checks);
      }
    }
    return read;
  }

  private void check(
      UUID id, String field, @Nullable Channel channel, List<GivenTemplate> needed, Checks checks) {
    if (channel == null) {
      return;
    }
    if (id.equals(channel.id())) {
      checks.fail(field, "must be another channel than channel_id.");
      return;
    }
    Channel fallback = channels.find(channel.accountId(), id).orElse(null);
    if (fallback == null) {
      checks.fail(field, "must be the id of a channel of this account.");
    } else {
      needed.stream()
          .filter(given -> !hasTemplate(fallback, given))
          .findFirst()
          .ifPresent(given -> checks.fail(field, lacks(given.template(), id)));
      needed.stream()
          .flatMap(given -> given.keys().stream())
          .filter(key -> UPLOAD.matcher(key).matches())
          .findFirst()
          .ifPresent(key -> checks.fail(field, uploaded(key)));
    }
  }

  private static String uploaded(String key) {
    return "must be left out: "
        + key
        + " is an upload, which only the number has that it was made for; give "
        + key.substring(0, key.length() - "id".length())
        + "link instead.";
  }

  private static String lacks(Template template, UUID id) {
    return "must be a channel whose WABA has the template approved in its language and category,"
        + " with the same variables: "
        + template.name()
        + "/"
        + template.language()
        + "; POST /api/v1/channels/"
        + id
        + "/sync-templates fetches what it has.";
  }

  /** What is planned for the one must be what the other takes. */
  private static Set<String> needed(Template template) {
    return VariableKeys.of(template.components()).needed();
  }

  private boolean hasTemplate(Channel fallback, GivenTemplate given) {
    Template template = given.template();
    return templates
        .find(fallback.accountId(), fallback.wabaId(), template.name(), template.language())
        .filter(own -> own.status().equals("APPROVED"))
        .filter(own -> own.category().equals(template.category()))
        .filter(own -> needed(own).equals(needed(template)))
        .filter(own -> VariableKeys.of(own.components()).problems(given.keys()).isEmpty())
        .isPresent();
  }
}
