package dev.whatsway.api.campaign;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.journey.setting.Placeholders;
import dev.whatsway.journey.step.SendSettings;
import dev.whatsway.store.link.LinkTarget;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.TemplateVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Checks what a campaign, or a send step of a journey, says of tracked links. Meta approves a
 * template with the host of its URL button, so the template itself must lead to us: a button that
 * leads elsewhere cannot be tracked.
 */
@Component
class LinkChecks {

  private static final String TOKEN = "{{" + LinkTarget.PLACEHOLDER + "}}";

  private final String prefix;

  LinkChecks(@Value("${whatsway.public-url}") String publicUrl) {
    this.prefix = publicUrl.isBlank() ? "" : publicUrl.strip().replaceAll("/+$", "") + "/r/";
  }

  /**
   * What a campaign tracks.
   *
   * @param target where the links lead; null where none is tracked
   * @param variable the template's variable that the token goes into; null where none is tracked
   */
  record Links(@Nullable String target, @Nullable String variable) {

    private static final Links NONE = new Links(null, null);

    /** Puts the token's placeholder among the campaign's variables, where nobody else may. */
    void into(Map<String, String> variables, Checks checks) {
      if (variable != null && variables.put(variable, TOKEN) != null) {
        checks.fail(
            "variables." + variable, "must be left out: the tracked link's token goes in there.");
      }
    }
  }

  Links read(
      @Nullable Boolean tracked,
      @Nullable String target,
      @Nullable Template template,
      Checks checks) {
    if (!Boolean.TRUE.equals(tracked)) {
      if (target != null) {
        checks.fail("link_target", "must be left out unless tracked_links is true.");
      }
      return Links.NONE;
    }
    String url =
        checks.matching(
            "link_target",
            target,
            text -> LinkTarget.valid(text) && Placeholders.valid(text),
            "an absolute http or https URL of at most 2000 characters, with placeholders such as"
                + " {{name}} after its host only");
    return new Links(url, template == null ? null : variable("tracked_links", template, checks));
  }

  /**
   * Checks the tracked link of a journey's send step, whose variables name the token themselves.
   *
   * @param field the step's path in the request
   */
  void readStep(String field, SendSettings send, Template template, Checks checks) {
    if (!send.tracked()) {
      return;
    }
    String button = variable(field + ".link_target", template, checks);
    if (button == null || send.variables() == null) {
      return;
    }
    send.variables()
        .forEach(
            (name, text) -> {
              String place = field + ".variables." + name;
              if (name.equals(button) && !text.pattern().equals(TOKEN)) {
                checks.fail(
                    place, "must be " + TOKEN + " and nothing else: it is the tracked link.");
              } else if (!name.equals(button) && text.pattern().contains(TOKEN)) {
                checks.fail(place, "must not have " + TOKEN + ": it goes into " + button + ".");
              }
            });
  }

  /** Returns the variable that the token goes into; null where {@code checks} says why not. */
  private @Nullable String variable(String field, Template template, Checks checks) {
    if (prefix.isEmpty()) {
      checks.fail(field, "needs the setting WHATSWAY_PUBLIC_URL: where people reach this api.");
      return null;
    }
    List<String> found = new ArrayList<>();
    for (JsonNode component : template.components()) {
      if (component.path("type").asString("").toUpperCase(Locale.ROOT).equals("BUTTONS")) {
        int index = 0;
        for (JsonNode button : component.path("buttons")) {
          String place = "button." + index++ + ".";
          String url = button.path("url").asString("");
          if (url.startsWith(prefix) && url.substring(prefix.length()).matches("\\{\\{[^{}]+}}")) {
            TemplateVariables.in(url).forEach(name -> found.add(place + name));
          }
        }
      }
    }
    if (found.size() != 1) {
      checks.fail(
          field,
          "needs a template with exactly one URL button of "
              + prefix
              + "{{1}}: have one approved"
              + " at Meta.");
      return null;
    }
    return found.get(0);
  }
}
