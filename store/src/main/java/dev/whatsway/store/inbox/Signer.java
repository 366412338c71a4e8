package dev.whatsway.store.inbox;

import java.util.Collection;
import java.util.UUID;

/** The app that signed a webhook, and what it may speak of. */
public interface Signer {

  /** Returns whether the number is this app's, or nobody's here. */
  boolean speaksForNumber(String phoneNumberId);

  /** Returns whether a number of the WABA is this app's, or none of its numbers is here. */
  boolean speaksForWaba(String wabaId);

  /** Returns the account whose number it is, where it is this app's; else none. */
  Collection<UUID> accountsOfNumber(String phoneNumberId);

  /**
   * Returns the accounts with a number in the WABA that is this app's. An account may name a WABA
   * of somebody else's, so the name alone says nothing.
   */
  Collection<UUID> accountsOfWaba(String wabaId);
}
