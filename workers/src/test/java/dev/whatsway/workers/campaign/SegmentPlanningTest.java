package dev.whatsway.workers.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.contract.campaign.CampaignPlanning;
import dev.whatsway.contract.campaign.CampaignPlanning.Plan;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.segment.SegmentPlans;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import dev.whatsway.store.test.Scenario;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(EmbeddedPostgresExtension.class)
@Timeout(60)
class SegmentPlanningTest {

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final PlanningBench bench = new PlanningBench();
  private Scenario scenario;

  @BeforeEach
  void anAccountWithAChannel() {
    scenario = new Scenario(jdbc).channel();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void who_matches_is_planned_once_over_many_pages_with_ordinals_without_a_gap() {
    people(1_200);
    UUID campaign = campaign("number(attributes.n) >= 100");

    Plan plan = bench.planning().plan(campaign);

    assertThat(plan).isEqualTo(new Plan(1_100, null));
    assertThat(ordinals()).isEqualTo(LongStream.range(0, 1_100).boxed().toList());
    assertThat(planned("DISTINCT contact_id")).isEqualTo(1_100);
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM messages m JOIN contacts k ON k.id = m.contact_id"
                        + " WHERE (k.attributes->>'n')::int < 100")
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void planning_again_after_a_lost_answer_adds_nobody_twice() {
    people(150);
    UUID campaign = campaign("true");
    CampaignPlanning planning = bench.planning();

    Plan first = planning.plan(campaign);

    assertThat(planning.plan(campaign)).isEqualTo(first);
    assertThat(planned("*")).isEqualTo(150);
  }

  @Test
  void after_a_crash_it_goes_on_behind_the_last_transaction_even_if_facts_have_changed() {
    people(250);
    UUID campaign = campaign("true");
    jdbc.sql(
            """
            CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
              IF NEW.ordinal >= 150 THEN RAISE 'crash'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER crash BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION crash();
            """)
        .update();
    CampaignPlanning planning = bench.planning();
    try {
      assertThatThrownBy(() -> planning.plan(campaign)).hasStackTraceContaining("crash");
    } finally {
      jdbc.sql("DROP TRIGGER crash ON messages; DROP FUNCTION crash").update();
    }
    assertThat(planned("*")).isEqualTo(100);

    assertThat(planning.plan(campaign)).isEqualTo(new Plan(250, null));
    assertThat(ordinals()).isEqualTo(LongStream.range(0, 250).boxed().toList());
  }

  @Test
  void an_attempt_that_was_overtaken_stores_nothing_more() {
    people(3);
    UUID campaign = campaign("true");
    SegmentPlans plans = bench.get(SegmentPlans.class);
    UUID someone = UUID.randomUUID();

    assertThat(plans.advance(campaign, Contacts.FIRST, someone)).isTrue();
    assertThat(plans.advance(campaign, Contacts.FIRST, UUID.randomUUID())).isFalse();
    assertThat(plans.place(campaign)).isEqualTo(new SegmentPlans.Place(someone, 0));
  }

  @Test
  void where_nobody_matches_the_campaign_is_planned_with_no_messages() {
    people(30);
    assertThat(bench.planning().plan(campaign("attributes.none == 'x'")))
        .isEqualTo(new Plan(0, null));
  }

  @Test
  void erased_people_and_those_of_other_accounts_are_left_out_and_consent_is_asked_for() {
    scenario.contact();
    UUID silent = scenario.contact(Scenario.phone(), null, null);
    UUID out = scenario.contact(Scenario.phone(), Scenario.NOW, Scenario.NOW.plusSeconds(1));
    UUID erased = scenario.contact();
    jdbc.sql("UPDATE contacts SET erased_at = now() WHERE id = ?").param(erased).update();
    new Scenario(jdbc).contact();

    bench.planning().plan(campaign("true"));

    assertThat(
            jdbc.sql(
                    "SELECT contact_id::text || ' ' || skip_reason FROM messages WHERE status = 'skipped'")
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(silent + " no-consent", out + " opted-out");
    assertThat(planned("*")).isEqualTo(3);
  }

  @Test
  void a_closed_campaign_is_planned_no_further() {
    people(5);
    UUID campaign = campaign("true");
    jdbc.sql("UPDATE campaigns SET status = 'canceled'").update();

    assertThat(bench.planning().plan(campaign)).isEqualTo(new Plan(0, null));
    assertThat(planned("*")).isZero();
  }

  @Test
  void a_condition_that_cannot_be_read_fails_the_campaign_with_a_word() {
    people(1);
    assertThat(bench.planning().plan(campaign("gone(1)")).problem())
        .contains("make the segment anew");
  }

  private void people(int count) {
    jdbc.sql(
            """
            INSERT INTO contacts (id, account_id, phone, name, attributes, opt_in_at, created_at, updated_at)
            SELECT gen_random_uuid(), :account, '+1500' || (1000000 + n), 'Ana',
              jsonb_build_object('n', n::text), now(), now(), now()
            FROM generate_series(0, :count - 1) AS n
            """)
        .param("account", scenario.account)
        .param("count", count)
        .update();
  }

  private UUID campaign(String condition) {
    UUID segment = UUID.randomUUID();
    jdbc.sql("INSERT INTO segments VALUES (?, ?, 'Some', ?, now())")
        .params(segment, scenario.account, condition)
        .update();
    UUID campaign = scenario.campaign("scheduled");
    jdbc.sql("UPDATE campaigns SET audience_id = NULL, segment_id = ? WHERE id = ?")
        .params(segment, campaign)
        .update();
    return campaign;
  }

  private long planned(String what) {
    return jdbc.sql("SELECT count(" + what + ") FROM messages").query(Long.class).single();
  }

  private List<Long> ordinals() {
    return jdbc.sql("SELECT ordinal FROM messages ORDER BY ordinal").query(Long.class).list();
  }
}
