package dev.whatsway.workers.campaign;

import dev.whatsway.store.campaign.Campaign;
import dev.whatsway.store.template.Template;
import dev.whatsway.store.template.VariableKeys;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks, before a single message is planned, for what would make every one of them fail. */
final class PlanCheck {

  /** Returns what is wrong, in words for the status reason; null when nothing is. */
  static @Nullable String problem(Campaign campaign, Optional<Template> found) {
    String name = campaign.templateName() + "/" + campaign.templateLanguage();
    if (found.isEmpty()) {
      return "The channel's WABA has no template " + name + ".";
    }
    Template template = found.get();
    if (!template.status().equals("APPROVED")) {
      return "Template " + name + " is " + template.status() + ", not APPROVED.";
    }
    if (!template.category().equals(campaign.category())) {
      return "Template "
          + name
          + " is "
          + template.category()
          + " by now and the campaign was made for "
          + campaign.category()
          + "; make it anew.";
    }
    VariableKeys keys = VariableKeys.of(template.components());
    Set<String> given = campaign.variables().keySet();
    Map<String, String> problems = keys.problems(given);
    if (problems.isEmpty()) {
      return null;
    }
    Map.Entry<String, String> first = problems.entrySet().iterator().next();
    return "Template "
        + name
        + " declares the variables "
        + new TreeSet<>(keys.needed())
        + ", the campaign gives "
        + new TreeSet<>(given)
        + ": "
        + first.getKey()
        + " "
        + first.getValue();
  }

  private PlanCheck() {}
}
