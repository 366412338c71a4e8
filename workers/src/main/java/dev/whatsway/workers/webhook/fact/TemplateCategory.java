package dev.whatsway.workers.webhook.fact;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Meta counts a template into another category, or says that it will. */
public record TemplateCategory(TemplateRef template, Change change, Instant at)
    implements WebhookFact {

  /** What happens to the category. */
  public sealed interface Change {

    /**
     * In 24 hours, unless somebody objects.
     *
     * @param takesEffect null where left out
     */
    record Impending(@Nullable String present, String next, @Nullable Instant takesEffect)
        implements Change {}

    record Completed(@Nullable String previous, String present) implements Change {}
  }
}
