package dev.whatsway.store.segment;

import static dev.whatsway.store.test.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.journey.condition.Compilation;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import dev.whatsway.store.test.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(EmbeddedPostgresExtension.class)
class SegmentsTest {

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final Contacts contacts = new Contacts(jdbc, new JsonMapper(), new SettableClock(NOW));
  private final Segments segments = new Segments(jdbc);
  private Scenario scenario;

  @BeforeEach
  void anAccountWithAChannel() {
    scenario = new Scenario(jdbc).channel();
  }

  @Test
  void a_segment_is_its_accounts_alone() {
    Segment segment = new Segment(UUID.randomUUID(), scenario.account, "All", "true", NOW);
    segments.insert(segment);

    assertThat(segments.find(scenario.account, segment.id())).contains(segment);
    assertThat(segments.list(scenario.account, null, 10)).containsExactly(segment);
    UUID stranger = new Scenario(jdbc).account;
    assertThat(segments.find(stranger, segment.id())).isEmpty();
    assertThat(segments.list(stranger, null, 10)).isEmpty();
  }

  @Test
  void pages_hold_each_contact_once_and_neither_erased_ones_nor_those_of_others() {
    List<UUID> expected = Stream.generate(() -> scenario.contact()).limit(7).toList();
    UUID erased = scenario.contact();
    jdbc.sql("UPDATE contacts SET erased_at = now() WHERE id = ?").param(erased).update();
    new Scenario(jdbc).contact();

    List<UUID> found = new ArrayList<>();
    UUID after = Contacts.FIRST;
    for (List<Contact> page = page(after); !page.isEmpty(); page = page(after)) {
      page.forEach(contact -> found.add(contact.id()));
      after = found.get(found.size() - 1);
    }

    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void a_condition_sees_a_contact_as_it_is_stored() {
    UUID id = scenario.contact("+4915112345678", NOW, null);
    jdbc.sql(
            """
            UPDATE contacts SET country = 'ES', locale = 'es_ES', opt_in_source = 'form',
              attributes = '{"city": "Sevilla", "first order": "book"}' WHERE id = ?
            """)
        .param(id)
        .update();

    assertThat(
            List.of(
                "contact.name == 'Ana' && contact.country == 'ES' && contact.locale == 'es_ES'",
                "contact.phone_country == 'DE'",
                "!has(contact.timezone)",
                "contact.created_at == timestamp('2026-11-24T08:00:00Z')",
                "attributes.city == 'Sevilla' && attributes['first order'] == 'book'",
                "consent.opted_in && consent.opt_in_source == 'form' && !has(consent.opted_out_at)"))
        .allMatch(this::matches);
  }

  @Test
  void consent_is_what_was_said_last() {
    scenario.contact(Scenario.phone(), NOW, NOW.plusSeconds(1));
    assertThat(matches("consent.opted_out && !consent.opted_in")).isTrue();
    jdbc.sql("UPDATE contacts SET opt_in_at = opted_out_at + interval '1 s'").update();
    assertThat(matches("consent.opted_in && !consent.opted_out")).isTrue();
    jdbc.sql("UPDATE contacts SET opt_in_at = NULL, opted_out_at = NULL").update();
    assertThat(matches("!consent.opted_in && !consent.opted_out")).isTrue();
  }

  @Test
  void a_campaign_has_an_audience_or_a_segment_and_not_both() {
    UUID campaign = scenario.campaign("draft");
    UUID segment = UUID.randomUUID();
    segments.insert(new Segment(segment, scenario.account, "All", "true", NOW));

    assertThatThrownBy(() -> set("segment_id = '" + segment + "'", campaign))
        .isInstanceOf(DataIntegrityViolationException.class);
    assertThatThrownBy(() -> set("audience_id = NULL", campaign))
        .isInstanceOf(DataIntegrityViolationException.class);
    set("audience_id = NULL, segment_id = '" + segment + "'", campaign);
  }

  private void set(String columns, UUID campaign) {
    jdbc.sql("UPDATE campaigns SET " + columns + " WHERE id = ?").param(campaign).update();
  }

  private List<Contact> page(UUID after) {
    return contacts.page(scenario.account, after, 3);
  }

  private boolean matches(String source) {
    Condition condition = ((Compilation.Compiled) Condition.compile(source)).condition();
    Contact contact = contacts.page(scenario.account, Contacts.FIRST, 1).get(0);
    return condition.test(ContactFacts.of(contact, condition, NOW)).matches();
  }
}
