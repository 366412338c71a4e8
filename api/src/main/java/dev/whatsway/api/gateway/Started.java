package dev.whatsway.api.gateway;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work that has one way to fail: by its future. */
final class Started {

  /**
   * Starts the work, and returns a failed future where it throws before it has one of its own.
   *
   * @param work its future is returned as it is
   */
  static <T> CompletableFuture<T> of(Supplier<CompletableFuture<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private Started() {}
}
