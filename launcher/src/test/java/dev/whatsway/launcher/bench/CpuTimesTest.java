package dev.whatsway.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuTimesTest {

  @Test
  void a_process_counts_with_its_children_and_one_that_is_gone_with_nothing() throws Exception {
    // The shell waits; the loop is its child's.
    Process busy = new ProcessBuilder("sh", "-c", "sh -c 'while :; do :; done'; true").start();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    try {
      CpuTimes times = CpuTimes.begin(Map.of("busy", busy.pid(), "gone", gone.pid()));

      await().until(() -> times.seconds().get("busy") > 0.05);
      assertThat(times.seconds()).containsKey("bench").containsEntry("gone", 0.0);
    } finally {
      busy.descendants().forEach(ProcessHandle::destroy);
      busy.destroy();
    }
  }

  @Test
  void samples_lie_evenly_over_all_messages_and_are_no_more_than_there_are() {
    assertThat(HistorySample.ordinals(3)).containsExactly(0L, 1L, 2L);
    assertThat(HistorySample.ordinals(1_000)).hasSize(50).contains(0L, 20L, 500L, 980L);
  }
}
