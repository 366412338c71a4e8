package dev.whatsway.api.gateway;

import dev.whatsway.store.template.TemplateCategories;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Fills the cache of categories at the start, and clears it of what nobody believes any more. */
@Component
class CategoryUpkeep {

  private static final Logger log = LoggerFactory.getLogger(CategoryUpkeep.class);

  private final TemplateCategories categories;

  CategoryUpkeep(TemplateCategories categories) {
    this.categories = categories;
  }

  @EventListener(ApplicationReadyEvent.class)
  void warmUp() {
    try {
      int templates = categories.warmUp(null);
      log.info("The gateway starts with {} templates it had to learn.", templates);
    } catch (DataAccessException away) {
      log.warn("The gateway starts without templates: {}", away.getClass().getName());
    }
  }

  @Scheduled(initialDelay = 2, fixedDelay = 5, timeUnit = TimeUnit.MINUTES)
  void forget() {
    try {
      categories.forget();
    } catch (DataAccessException away) {
      // What is older than an hour is not believed anyway.
      log.warn("Old categories could not be forgotten: {}", away.getClass().getName());
    }
  }
}
