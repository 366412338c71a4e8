package dev.whatsway.api.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DryRunsTest extends ApiTest {

  @Test
  void a_campaign_has_one_dry_run_at_a_time_and_an_account_five() {
    Given given = new Given(api, jdbc);
    UUID campaign = given.campaign();
    Api.Answer first = ask(campaign);
    assertThat(first.status()).as(first.body()).isEqualTo(202);

    Api.Answer second = ask(campaign);
    assertThat(second.status()).as(second.body()).isEqualTo(409);
    assertThat(second.body()).contains(first.id().toString(), "invalid-state");

    for (int i = 0; i < 4; i++) {
      assertThat(ask(another(campaign)).status()).isEqualTo(202);
    }
    UUID sixth = another(campaign);
    Api.Answer many = ask(sixth);
    assertThat(many.status()).as(many.body()).isEqualTo(409);
    assertThat(many.body()).contains("5 dry runs of this account");

    jdbc.sql("UPDATE dry_runs SET status = 'done', report = '{}' WHERE id = ?")
        .param(first.id())
        .update();
    assertThat(ask(sixth).status()).isEqualTo(202);
  }

  private Api.Answer ask(UUID campaign) {
    return api.post("/api/v1/campaigns/" + campaign + "/dry-run", "{\"sample\": 10}");
  }

  private UUID another(UUID campaign) {
    UUID channel =
        jdbc.sql("SELECT channel_id FROM campaigns WHERE id = ?")
            .param(campaign)
            .query(UUID.class)
            .single();
    UUID audience =
        jdbc.sql("SELECT audience_id FROM campaigns WHERE id = ?")
            .param(campaign)
            .query(UUID.class)
            .single();
    return api.post("/api/v1/campaigns", Given.campaignJson(channel, audience, "")).id();
  }
}
