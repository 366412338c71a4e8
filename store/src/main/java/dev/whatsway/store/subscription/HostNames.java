package dev.whatsway.store.subscription;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface HostNames {

  List<InetAddress> resolve(String host) throws UnknownHostException;
}
