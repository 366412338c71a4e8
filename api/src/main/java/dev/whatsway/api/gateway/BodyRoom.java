package dev.whatsway.api.gateway;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Bounds what the bodies of all sends in hand take of the memory together. */
@Component
final class BodyRoom {

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  BodyRoom(@Value("${whatsway.gateway.memory}") DataSize most) {
    this.most = most.toBytes();
  }

  /** The room of one body; to be closed with its answer. */
  final class Place implements AutoCloseable {

    private long size;

    /** Returns whether there is room for a body that has grown to this size. */
    boolean grow(long to) {
      long more = to - size;
      if (taken.addAndGet(more) > most) {
        taken.addAndGet(-more);
        return false;
      }
      size = to;
      return true;
    }

    @Override
    public void close() {
      taken.addAndGet(-size);
      size = 0;
    }
  }

  Place enter() {
    return new Place();
  }
}
