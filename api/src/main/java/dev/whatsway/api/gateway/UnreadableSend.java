package dev.whatsway.api.gateway;

/** A body that must not go on to Meta, since what it asks for is not clear. */
final class UnreadableSend extends Exception {

  /**
   * @param details for the client; holds no value of the body
   */
  UnreadableSend(String details) {
    super(details, null, false, false);
  }

  String details() {
    return String.valueOf(getMessage());
  }
}
