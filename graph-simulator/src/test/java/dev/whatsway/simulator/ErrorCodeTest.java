package dev.whatsway.simulator;

import static dev.whatsway.simulator.Sends.ANA;
import static dev.whatsway.simulator.Sends.ANA_DIGITS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Meta's page of error codes: code, HTTP status. */
@Timeout(120)
class ErrorCodeTest {
  @AutoClose private static final Bench BENCH = Bench.start("{'pair_rate': {'interval_ms': 0}}");

  @ParameterizedTest
  @CsvSource({
    "0, 401",
    "1, 400",
    "2, 503",
    "3, 500",
    "4, 400",
    "10, 403",
    "33, 400",
    "100, 400",
    "190, 401",
    "200, 403",
    "368, 403",
    "80007, 400",
    "130429, 400",
    "130472, 400",
    "130497, 403",
    "131000, 500",
    "131005, 403",
    "131008, 400",
    "131009, 400",
    "131016, 500",
    "131021, 400",
    "131026, 400",
    "131031, 403",
    "131037, 400",
    "131042, 400",
    "131045, 500",
    "131047, 400",
    "131048, 400",
    "131049, 400",
    "131050, 400",
    "131051, 400",
    "131053, 400",
    "131055, 400",
    "131056, 400",
    "131057, 500",
    "132000, 400",
    "132001, 404",
    "132005, 400",
    "132007, 400",
    "132012, 400",
    "132015, 400",
    "132016, 400",
    "132018, 400",
    "132068, 400",
    "132069, 400",
    "133004, 503",
    "133010, 400",
    "134011, 400",
    "134100, 400",
    "134101, 400",
    "134102, 500",
    "135000, 400"
  })
  void a_code_comes_with_the_http_status_of_metas_page(int code, int http) {
    BENCH.put(
        "/_simulator/behaviour",
        "{'recipients': {'" + ANA_DIGITS + "': {'refuse': '" + code + "'}}}");

    assertThat(BENCH.cloud(Sends.news(ANA)).outcome()).isEqualTo(code + " by HTTP " + http);
  }
}
