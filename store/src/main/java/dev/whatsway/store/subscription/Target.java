package dev.whatsway.store.subscription;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/**
 * Where events may be sent to.
 *
 * @param addresses of its host, all of them looked at: to connect to another would undo the check
 */
public record Target(URI uri, List<InetAddress> addresses) {}
