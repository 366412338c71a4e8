package dev.whatsway.launcher.chaos;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads that work on one run. One that breaks ends it: a run without its kills proves nothing.
 */
final class Crew implements AutoCloseable {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<CompletableFuture<Void>> running = new CopyOnWriteArrayList<>();
  private volatile boolean broken;

  /** Starts a task; a task may start others. */
  void start(Runnable task) {
    running.add(CompletableFuture.runAsync(() -> run(task), threads));
  }

  /** Whether a task has failed, so that the others need not go on. */
  boolean isBroken() {
    return broken;
  }

  /**
   * Waits for all tasks, also for those that are started meanwhile.
   *
   * @throws RuntimeException what the first of them failed with
   */
  void join() {
    try {
      for (int index = 0; index < running.size(); index++) {
        running.get(index).join();
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      broken = true;
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
