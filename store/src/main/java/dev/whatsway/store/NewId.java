package dev.whatsway.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import java.util.UUID;

/**
 * Makes ids for rows that a campaign writes by the million: UUIDs of version 7 (RFC 9562), whose
 * order is that of their making. Their index grows at one end; that of random ones changes a page
 * anywhere for each row, which PostgreSQL then logs as a whole.
 */
public final class NewId {

  private static final NoArgGenerator IDS = Generators.timeBasedEpochGenerator();

  private NewId() {}

  /** Returns an id that sorts behind those that this process has made before. */
  public static UUID next() {
    return IDS.generate();
  }
}
