package dev.whatsway.launcher.temporal;

import dev.whatsway.launcher.console.LauncherException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;

/** {@code TEMPORAL_ADDRESS}: a server that runs already. */
final class ConfiguredAddress implements TemporalLink {

  private static final String VARIABLE = "TEMPORAL_ADDRESS";
  private static final int CONNECT_MILLIS = 5_000;

  private final Map<String, String> environment;

  ConfiguredAddress(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String title() {
    String address = environment.getOrDefault(VARIABLE, "");
    return address.isBlank() ? VARIABLE : VARIABLE + " " + address.strip();
  }

  @Override
  public Finding find() {
    String address = environment.getOrDefault(VARIABLE, "").strip();
    if (address.isEmpty()) {
      return new Finding.Missing("not set");
    }
    int colon = address.lastIndexOf(':');
    if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new LauncherException(
          VARIABLE + " is " + address + "; it has to be host:port, such as localhost:7233.");
    }
    try (Socket socket = new Socket()) {
      int port = Integer.parseInt(address.substring(colon + 1));
      socket.connect(new InetSocketAddress(address.substring(0, colon), port), CONNECT_MILLIS);
      return new Finding.Found(new TemporalSource.Running(address));
    } catch (IOException | IllegalArgumentException e) {
      throw new LauncherException(
          "No Temporal server answers at %s (%s); start it, or unset %s to have one started here."
              .formatted(address, e.getMessage(), VARIABLE),
          e);
    }
  }
}
