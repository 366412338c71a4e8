package dev.whatsway.workers.webhook.effect;

import dev.whatsway.store.channel.ReceivingNumbers;
import dev.whatsway.store.contact.Identities;
import dev.whatsway.store.contact.MarketingPreferences;
import dev.whatsway.store.contact.Word;
import dev.whatsway.store.contact.Word.By;
import dev.whatsway.store.inbox.PendingEvent;
import dev.whatsway.workers.webhook.FactHandler;
import dev.whatsway.workers.webhook.Handled;
import dev.whatsway.workers.webhook.fact.Preference;
import dev.whatsway.workers.webhook.fact.Preference.Choice;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Stores that somebody stopped or resumed marketing messages at Meta, of contacts and of people who
 * are none yet, by number or by BSUID.
 */
@Component
public class PreferenceHandler implements FactHandler<Preference> {

  private final ReceivingNumbers numbers;
  private final Identities identities;
  private final Senders people;
  private final MarketingPreferences preferences;
  private final MeterRegistry meters;

  public PreferenceHandler(
      ReceivingNumbers numbers,
      Identities identities,
      Senders people,
      MarketingPreferences preferences,
      MeterRegistry meters) {
    this.numbers = numbers;
    this.identities = identities;
    this.people = people;
    this.preferences = preferences;
    this.meters = meters;
  }

  @Override
  public Class<Preference> handles() {
    return Preference.class;
  }

  @Override
  public Handled handle(PendingEvent event, Preference preference) {
    boolean word = preference.choice() == Choice.STOP || preference.choice() == Choice.RESUME;
    UUID account =
        numbers.find(preference.phoneNumberId()).map(number -> number.accountId()).orElse(null);
    if (word && account != null) {
      store(account, preference);
      if (preference.phone() != null && preference.userId() != null) {
        people.meet(account, preference.userId(), preference.phone());
      }
    } else {
      String what = "preference:" + preference.choice().name().toLowerCase(Locale.ROOT);
      meters.counter("whatsway.webhook.unused", "what", what).increment();
    }
    return new Handled.Settled();
  }

  private void store(UUID account, Preference preference) {
    Word word = new Word(By.WEBHOOK, "user_preferences", null, preference.at());
    boolean stop = preference.choice() == Choice.STOP;
    if (preference.phone() != null && stop) {
      preferences.optOut(account, preference.phone(), word);
    } else if (preference.phone() != null) {
      preferences.optInAgain(account, preference.phone(), word);
    }
    if (preference.userId() != null && stop) {
      identities.stop(account, preference.userId(), preference.at());
    } else if (preference.userId() != null) {
      identities.resume(account, preference.userId(), word);
    }
  }
}
