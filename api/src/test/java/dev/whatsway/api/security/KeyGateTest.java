package dev.whatsway.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import dev.whatsway.store.account.Accounts;
import dev.whatsway.store.account.ApiKeys;
import dev.whatsway.store.test.EmbeddedPostgresExtension;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;

/** What the gate remembers and counts, on a clock that the test turns. */
@ExtendWith(EmbeddedPostgresExtension.class)
class KeyGateTest {

  private final JdbcClient jdbc = JdbcClient.create(EmbeddedPostgresExtension.dataSource());
  private final ApiKeys keys = spy(new ApiKeys(jdbc, Clock.systemUTC()));
  private final Turned time = new Turned();
  private final KeyGate gate = new KeyGate(keys, 1, time);
  private UUID account;

  @BeforeEach
  void anAccount() {
    account = new Accounts(jdbc, Clock.systemUTC()).defaultAccount();
  }

  @Test
  void a_key_is_looked_up_once_in_five_seconds() {
    String key = key(null);
    for (int i = 0; i < 250; i++) {
      assertThat(pass(key)).isEqualTo(new Passage.Passed(new Caller(account)));
      time.turn(Duration.ofMillis(20));
    }
    verify(keys, times(1)).valid(any());

    time.turn(Duration.ofMillis(1));
    pass(key);

    verify(keys, times(2)).valid(any());
  }

  @Test
  void a_key_revoked_by_another_process_is_good_for_five_seconds_at_most() {
    String key = key(null);
    pass(key);
    jdbc.sql("UPDATE api_keys SET revoked_at = now()").update();

    time.turn(KeyGate.REMEMBERED);
    assertThat(pass(key)).isInstanceOf(Passage.Passed.class);
    time.turn(Duration.ofNanos(1));
    assertThat(pass(key)).isEqualTo(new Passage.UnknownKey());
  }

  @Test
  void a_key_that_comes_to_be_known_is_good_at_once() {
    assertThat(pass("ww_unknown")).isEqualTo(new Passage.UnknownKey());
    jdbc.sql(
            """
            INSERT INTO api_keys (id, account_id, name, key_hash, scopes, created_at)
            VALUES (gen_random_uuid(), ?, 'late', ?, '{gateway}', now())
            """)
        .params(account, ApiKeys.hash("ww_unknown"))
        .update();

    assertThat(pass("ww_unknown")).isInstanceOf(Passage.Passed.class);
  }

  @Test
  void a_key_gets_its_rate_and_no_more_over_any_number_of_look_ups() {
    String key = key(50);
    int passed = 0;
    for (int i = 0; i < 20_000; i++) {
      passed += pass(key) instanceof Passage.Passed ? 1 : 0;
      time.turn(Duration.ofMillis(1));
    }

    // 20 seconds at 50, and what one second fills at the start.
    assertThat(passed).isBetween(1_048, 1_050);
  }

  @Test
  void who_has_used_up_the_rate_is_told_when_the_next_request_fits() {
    String key = key(4);
    for (int i = 0; i < 4; i++) {
      assertThat(pass(key)).isInstanceOf(Passage.Passed.class);
    }

    assertThat(pass(key)).isEqualTo(new Passage.TooMany(Duration.ofMillis(250)));
    assertThat(new Passage.TooMany(Duration.ofMillis(250)).seconds()).isEqualTo("1");
    assertThat(new Passage.TooMany(Duration.ofMillis(1_001)).seconds()).isEqualTo("2");
    time.turn(Duration.ofMillis(249));
    assertThat(pass(key)).isInstanceOf(Passage.TooMany.class);
    time.turn(Duration.ofMillis(1));
    assertThat(pass(key)).isInstanceOf(Passage.Passed.class);
  }

  @Test
  void processes_share_the_rate_rounded_up() {
    String key = key(5);
    KeyGate one = new KeyGate(keys, 2, time);
    KeyGate two = new KeyGate(keys, 2, time);

    assertThat(passedOfTen(one, key) + passedOfTen(two, key)).isEqualTo(6);
    assertThatThrownBy(() -> new KeyGate(keys, 0, time))
        .hasMessageContaining("WHATSWAY_API_INSTANCES");
  }

  @Test
  void a_changed_limit_holds_from_the_next_look_up() {
    String key = key(1);
    assertThat(passedOfTen(gate, key)).isEqualTo(1);
    jdbc.sql("UPDATE api_keys SET per_second = 3").update();

    time.turn(KeyGate.REMEMBERED.plusNanos(1));

    assertThat(passedOfTen(gate, key)).isEqualTo(3);
  }

  @Test
  void what_lacks_its_scope_does_not_count() {
    String key = key(1);

    assertThat(gate.pass(request("Bearer " + key), Scope.READ))
        .isEqualTo(new Passage.MissingScope(Scope.READ));
    assertThat(pass(key)).isInstanceOf(Passage.Passed.class);
  }

  @Test
  void without_postgresql_only_keys_seen_of_late_pass() {
    String key = key(null);
    pass(key);
    doThrow(new DataAccessResourceFailureException("away")).when(keys).valid(any());

    assertThat(pass(key)).isInstanceOf(Passage.Passed.class);
    assertThat(pass("ww_other")).isEqualTo(new Passage.Unavailable());
    time.turn(KeyGate.REMEMBERED.plusNanos(1));
    assertThat(pass(key)).isEqualTo(new Passage.Unavailable());
  }

  @Test
  void anything_but_a_bearer_is_no_key() {
    for (String header : new String[] {"", "Bearer", "Bearer  ", "Basic dTpw", key(null)}) {
      assertThat(gate.pass(request(header), Scope.GATEWAY)).isEqualTo(new Passage.NoKey());
    }
    assertThat(gate.pass(new MockHttpServletRequest(), Scope.GATEWAY))
        .isEqualTo(new Passage.NoKey());
    assertThat(gate.pass(request("bearer " + key(null)), Scope.GATEWAY))
        .isInstanceOf(Passage.Passed.class);
  }

  private String key(Integer perSecond) {
    return keys.issue(account, "test", List.of("gateway"), perSecond).secret();
  }

  private Passage pass(String key) {
    return gate.pass(request("Bearer " + key), Scope.GATEWAY);
  }

  private static long passedOfTen(KeyGate gate, String key) {
    int passed = 0;
    for (int i = 0; i < 10; i++) {
      Passage passage = gate.pass(request("Bearer " + key), Scope.GATEWAY);
      passed += passage instanceof Passage.Passed ? 1 : 0;
    }
    return passed;
  }

  private static MockHttpServletRequest request(String authorization) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.addHeader("Authorization", authorization);
    return request;
  }

  private static final class Turned implements TimeMeter {

    private long nanos;

    void turn(Duration by) {
      nanos += by.toNanos();
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
