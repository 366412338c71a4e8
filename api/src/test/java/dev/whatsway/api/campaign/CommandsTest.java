package dev.whatsway.api.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.whatsway.api.Api;
import dev.whatsway.api.ApiTest;
import dev.whatsway.api.Given;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.temporal.CampaignCommands;
import dev.whatsway.contract.campaign.CampaignProgress;
import dev.whatsway.contract.campaign.CampaignStatus;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

class CommandsTest extends ApiTest {

  private UUID id;
  private String url;

  @BeforeEach
  void aCampaign() {
    id = new Given(api, jdbc).campaign();
    url = "/api/v1/campaigns/" + id;
  }

  @Test
  void a_launch_schedules_the_row_and_starts_the_workflow() {
    when(commands.start(any())).thenReturn(true);

    Api.Answer answer = api.post(url + "/launch");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("status").asString()).isEqualTo("scheduled");
    assertThat(answer.json().path("launched_at").isNull()).isFalse();
    ArgumentCaptor<CampaignCommands.Launch> launch =
        ArgumentCaptor.forClass(CampaignCommands.Launch.class);
    verify(commands).start(launch.capture());
    assertThat(launch.getValue().campaignId()).isEqualTo(id);
    assertThat(launch.getValue().template()).isEqualTo("spring_sale/en_US");
    assertThat(launch.getValue().details()).contains("Starts: at once").doesNotContain("+49");
  }

  @Test
  void a_start_that_fails_leaves_the_campaign_to_be_launched_again() {
    when(commands.start(any()))
        .thenThrow(new ApiException(ProblemKind.UNAVAILABLE, "Temporal is away."))
        .thenReturn(true);

    Api.Answer failed = api.post(url + "/launch");
    assertThat(failed.status()).isEqualTo(503);
    assertThat(failed.json().path("detail").asString()).isEqualTo("Temporal is away.");
    assertThat(api.get(url).json().path("status_reason").asString()).contains("launch it again");

    Api.Answer again = api.post(url + "/launch");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("status_reason").isNull()).isTrue();
    verify(commands, times(2)).start(any());
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "paused"})
  void a_launched_campaign_is_left_as_it_is(String status) {
    set(status);

    assertThat(api.post(url + "/launch").json().path("status").asString()).isEqualTo(status);
    verifyNoInteractions(commands);
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "canceled", "missed", "failed"})
  void a_closed_campaign_takes_no_command(String status) {
    set(status);

    for (String command : new String[] {"launch", "pause", "resume", "cancel"}) {
      Api.Answer answer = api.post(url + "/" + command);
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.json().path("type").asString()).endsWith(":invalid-state");
      assertThat(answer.json().path("detail").asString()).contains(status);
    }
    verifyNoInteractions(commands);
  }

  @Test
  void a_campaign_waits_for_its_import() {
    jdbc.sql("UPDATE audiences SET status = 'importing'").update();

    Api.Answer answer = api.post(url + "/launch");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("detail").asString()).contains("importing");
    assertThat(api.get(url).json().path("status").asString()).isEqualTo("draft");
  }

  @Test
  void a_draft_can_be_canceled_and_nothing_else() {
    assertThat(api.post(url + "/pause").status()).isEqualTo(409);
    assertThat(api.post(url + "/resume").status()).isEqualTo(409);

    Api.Answer canceled = api.post(url + "/cancel", "{\"reason\": \"not wanted\"}");

    assertThat(canceled.status()).isEqualTo(200);
    assertThat(canceled.json().path("status").asString()).isEqualTo("canceled");
    assertThat(canceled.json().path("status_reason").asString()).isEqualTo("not wanted");
    verifyNoInteractions(commands);
  }

  @Test
  void a_command_passes_its_reason_on() {
    set("running");
    when(commands.pause(id, "too early"))
        .thenReturn(new CampaignProgress(CampaignStatus.PAUSED, "too early", 2, 1, 0));

    assertThat(api.post(url + "/pause", "{\"reason\": \"too early\"}").status()).isEqualTo(200);
    verify(commands).pause(id, "too early");
  }

  @Test
  void a_pause_that_is_not_quiet_yet_is_only_accepted() {
    set("running");

    assertThat(api.post(url + "/pause").status()).isEqualTo(202);
  }

  @Test
  void a_refusal_of_the_workflow_is_a_conflict_with_its_reason() {
    set("running");
    when(commands.resume(id, null))
        .thenThrow(
            new ApiException(ProblemKind.INVALID_STATE, "The campaign is running, not paused."));

    Api.Answer answer = api.post(url + "/resume");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().path("detail").asString())
        .isEqualTo("The campaign is running, not paused.");
  }

  @Test
  void progress_is_the_workflows_own_word() {
    assertThat(api.get(url + "/progress").json().path("status").asString()).isEqualTo("draft");
    set("running");
    when(commands.progress(id))
        .thenReturn(new CampaignProgress(CampaignStatus.RUNNING, null, 300, 4, 1));

    assertThat(api.get(url + "/progress").json())
        .isEqualTo(
            Api.JSON.readTree(
                """
                {"status": "running", "reason": null, "planned": 300, "lanes": 4, "lanes_done": 1}
                """));
  }

  private void set(String status) {
    jdbc.sql("UPDATE campaigns SET status = ? WHERE id = ?").params(status, id).update();
  }
}
