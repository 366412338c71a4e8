package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.Preference;
import dev.whatsway.workers.webhook.fact.Preference.Choice;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Stores that somebody stopped or resumed marketing messages at Meta. */
@Component
public class PreferenceHandler implements FactHandler<Preference> {

  private final MarketingPreferences preferences;
  private final MeterRegistry meters;

  public PreferenceHandler(MarketingPreferences preferences, MeterRegistry meters) {
    this.preferences = preferences;
    this.meters = meters;
  }

  @Override
  public Class<Preference> handles() {
    return Preference.class;
  }

  @Override
  public Handled handle(PendingEvent event, Preference preference) {
    String phone = preference.phone();
    if (phone != null && preference.choice() == Choice.STOP) {
      preferences.stop(preference.phoneNumberId(), phone, preference.at());
    } else if (phone != null && preference.choice() == Choice.RESUME) {
      preferences.resume(preference.phoneNumberId(), phone, preference.at());
    } else {
      String what = "preference:" + preference.choice().name().toLowerCase(Locale.ROOT);
      meters.counter("whatsway.webhook.unused", "what", what).increment();
    }
    return new Handled.Settled();
  }
}
