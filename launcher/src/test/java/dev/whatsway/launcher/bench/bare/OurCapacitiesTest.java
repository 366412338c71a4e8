package dev.whatsway.launcher.bench.bare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whatsway.contract.TaskQueues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OurCapacitiesTest {

  private final OurCapacities capacities = OurCapacities.read();

  // A capacity that is unknown here fails: the peer has to be tuned as ours is.
  @ParameterizedTest
  @ValueSource(strings = {TaskQueues.CAMPAIGNS, TaskQueues.MESSAGES, TaskQueues.SENDING})
  void the_peer_takes_over_what_our_workers_are_given(String worker) {
    assertThat(capacities.of(worker).getMaxConcurrentActivityTaskPollers()).isPositive();
    assertThat(capacities.of(worker).getMaxConcurrentActivityExecutionSize()).isPositive();
  }

  @Test
  void its_cache_is_as_large() {
    assertThat(capacities.factory().getWorkflowCacheSize()).isPositive();
    assertThat(capacities.factory().getMaxWorkflowThreadCount())
        .isGreaterThan(capacities.factory().getWorkflowCacheSize());
  }

  @Test
  void a_worker_that_we_do_not_have_is_refused() {
    assertThatThrownBy(() -> capacities.of("none")).hasMessageContaining("has no worker none");
  }
}
