package dev.whatsway.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.api.Api;
import dev.whatsway.api.Given;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A stack that wants parameters looked at before Meta is asked. */
@TestPropertySource(properties = "whatsway.gateway.strict-templates=true")
class StrictTemplatesTest extends GatewayTest {

  @Test
  void refuses_what_does_not_fit_the_template_without_asking_meta() {
    String number = channel();
    jdbc.sql(
            """
            INSERT INTO templates (id, account_id, waba_id, name, language, category, status,
              parameter_format, components, created_at, updated_at)
            VALUES (gen_random_uuid(), ?, '102290129340398', 'order_update', 'en_US', 'UTILITY',
              'APPROVED', 'POSITIONAL',
              '[{"type": "BODY", "text": "Your order {{1}} is now {{2}}. Thank you."}]', now(),
                now())
            """)
        .param(account)
        .update();
    String fitting = order(Given.number());
    String path = "/v23.0/" + number + "/messages";

    Api.Answer refused = api.post(path, fitting.replace("\"parameters\"", "\"parametres\""));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("error").path("code").asInt()).isEqualTo(132012);
    assertThat(refused.json().path("error").path("error_data").path("details").asString())
        .contains("template.components", "Nothing was sent.");
    assertThat(refused.header("X-WhatsWay-Attempts")).isEqualTo("0");
    assertThat(seen(number)).isEmpty();

    assertThat(api.post(path, fitting).status()).isEqualTo(200);
    assertThat(api.post(path, news(Given.number())).status())
        .as("a template that was never fetched is Meta's to judge")
        .isEqualTo(200);
  }
}
