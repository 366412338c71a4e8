package dev.whatsway.workers.webhook.reading;

import static dev.whatsway.workers.webhook.reading.Fixtures.AT;
import static dev.whatsway.workers.webhook.reading.Fixtures.WABA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whatsway.workers.webhook.fact.AccountAlert;
import dev.whatsway.workers.webhook.fact.AccountReview;
import dev.whatsway.workers.webhook.fact.AccountUpdate;
import dev.whatsway.workers.webhook.fact.AccountUpdate.Event;
import dev.whatsway.workers.webhook.fact.AccountUpdate.Event.Restriction;
import dev.whatsway.workers.webhook.fact.Capability;
import dev.whatsway.workers.webhook.fact.NumberName;
import dev.whatsway.workers.webhook.fact.NumberUpdate;
import dev.whatsway.workers.webhook.fact.Security;
import dev.whatsway.workers.webhook.fact.TemplateCategory;
import dev.whatsway.workers.webhook.fact.TemplateCategory.Change.Completed;
import dev.whatsway.workers.webhook.fact.TemplateCategory.Change.Impending;
import dev.whatsway.workers.webhook.fact.TemplateComponents;
import dev.whatsway.workers.webhook.fact.TemplateQuality;
import dev.whatsway.workers.webhook.fact.TemplateRef;
import dev.whatsway.workers.webhook.fact.TemplateStatus;
import dev.whatsway.workers.webhook.fact.Unknown;
import dev.whatsway.workers.webhook.fact.WebhookFact;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccountFixturesTest {

  private static final String OURS = "15550783881";
  private static final TemplateRef SALE =
      new TemplateRef(WABA, "spring_sale", "en_US", "1689556908129832");

  static final Map<String, List<WebhookFact>> EXPECTED = new TreeMap<>();

  static {
    templates();
    numbers();
    accounts();
    expect("unknown_history", new Unknown("field:history"));
    expect("unknown_app_state_sync", new Unknown("field:smb_app_state_sync"));
    expect("unknown_partner_solutions", new Unknown("field:partner_solutions"));
    expect("unknown_field", new Unknown("field:something_new"));
  }

  private static void templates() {
    expect("template_approved", status("APPROVED", "MARKETING", null, null));
    expect("template_rejected", status("REJECTED", "MARKETING", "SCAM", null));
    expect("template_paused", status("PAUSED", null, null, "FIRST_PAUSE"));
    expect("template_unpaused", status("APPROVED", null, null, "UNPAUSE"));
    expect("template_disabled", status("DISABLED", null, null, null));
    for (String word :
        List.of(
            "FLAGGED",
            "REINSTATED",
            "DELETED",
            "PENDING_DELETION",
            "PENDING",
            "IN_APPEAL",
            "LOCKED",
            "LIMIT_EXCEEDED",
            "ARCHIVED")) {
      expect("template_" + word.toLowerCase(Locale.ROOT), status(word, null, null, null));
    }
    expect(
        "template_by_id_alone",
        new TemplateStatus(
            new TemplateRef(WABA, null, null, "1689556908129832"), "PAUSED", null, null, null, AT));
    expect(
        "template_category_impending",
        new TemplateCategory(
            SALE, new Impending("UTILITY", "MARKETING", Instant.ofEpochSecond(1751229288)), AT));
    expect(
        "template_category_completed",
        new TemplateCategory(SALE, new Completed("UTILITY", "MARKETING"), AT));
    expect("template_quality", new TemplateQuality(SALE, "GREEN", "YELLOW", AT));
    expect("template_components", new TemplateComponents(SALE, AT));
  }

  private static void numbers() {
    expect(
        "number_throughput_upgrade",
        new NumberUpdate(WABA, OURS, "THROUGHPUT_UPGRADE", "TIER_UNLIMITED", AT));
    expect("number_onboarding", new NumberUpdate(WABA, OURS, "ONBOARDING", "TIER_250", AT));
    expect("number_name", new NumberName(WABA, OURS, "REJECTED", "NAME_EMPLOYEE_TITLE", AT));
    expect("number_security", new Security(WABA, OURS, "PIN_CHANGED", AT));
    expect("capability_tier", new Capability(WABA, "TIER_10K", AT));
    expect("capability_number", new Capability(WABA, "2000", AT));
    expect("capability_legacy", new Capability(WABA, "TIER_UNLIMITED", AT));
    expect("capability_without_limit", new Capability(WABA, null, AT));
  }

  private static void accounts() {
    expect(
        "account_alert",
        new AccountAlert(
            WABA,
            "INFORMATIONAL",
            "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED",
            "NONE",
            "Send more high quality messages; call ….",
            AT));
    expect("account_review", new AccountReview(WABA, "APPROVED", AT));
    expect(
        "account_restriction",
        update(
            new Event.Restricted(
                List.of(
                    new Restriction(
                        "RESTRICTED_BIZ_INITIATED_MESSAGING", Instant.ofEpochSecond(1751747688)),
                    new Restriction("RESTRICTED_ADD_PHONE_NUMBER_ACTION", null)))));
    expect("account_violation", update(new Event.Violation("ADULT")));
    expect("account_disabled", update(new Event.Disabled("July 1, 2025")));
    expect("account_disable_scheduled", update(new Event.ToBeDisabled("July 1, 2025")));
    expect("account_reinstated", update(new Event.Reinstated()));
    expect("account_deleted", update(new Event.Deleted()));
    expect("account_marketing_terms_signed", update(new Event.MarketingTermsSigned()));
    expect("account_offboarded", update(new Event.Offboarded()));
    expect("account_reconnected", update(new Event.Reconnected()));
    expect("account_verified", update(new Event.Other("VERIFIED_ACCOUNT")));
    expect("account_partner_removed", update(new Event.Other("PARTNER_REMOVED")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void is_read(String name) {
    assertThat(Fixtures.facts(name)).isEqualTo(EXPECTED.get(name));
  }

  static Iterable<String> names() {
    return EXPECTED.keySet();
  }

  private static void expect(String name, WebhookFact... facts) {
    EXPECTED.put(name, List.of(facts));
  }

  private static TemplateStatus status(
      String status, @Nullable String category, @Nullable String reason, @Nullable String title) {
    return new TemplateStatus(SALE, status, category, reason, title, AT);
  }

  private static AccountUpdate update(Event event) {
    return new AccountUpdate(WABA, event, AT);
  }
}
