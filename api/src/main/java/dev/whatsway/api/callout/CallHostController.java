package dev.whatsway.api.callout;

import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.callout.CallHost;
import dev.whatsway.store.callout.CallHosts;
import dev.whatsway.store.subscription.SigningSecrets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/call-hosts")
@Tag(name = "call-hosts", description = "Hosts that steps of type http_call may call.")
class CallHostController {

  private static final int MOST = 50;
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

  private final CallHosts hosts;

  CallHostController(CallHosts hosts) {
    this.hosts = hosts;
  }

  @GetMapping
  @Operation(summary = "List the hosts that journeys may call")
  List<CallHostView> list(Caller caller) {
    return hosts.list(caller.accountId()).stream()
        .map(host -> CallHostView.of(host, null))
        .toList();
  }

  @PutMapping("/{host}")
  @Operation(
      summary = "Allow a host, or replace its secret",
      description =
          "Calls are signed as Standard Webhooks with the secret, which is shown this once.")
  CallHostView allow(@PathVariable String host, Caller caller) {
    String name = host.toLowerCase(Locale.ROOT);
    Checks checks = new Checks();
    if (!HOST.matcher(name).matches()) {
      checks.fail("host", "must be the name of a host such as hooks.example.com, without a port.");
    }
    checks.done();
    List<CallHost> known = hosts.list(caller.accountId());
    if (known.size() >= MOST && known.stream().noneMatch(other -> other.host().equals(name))) {
      throw new ApiException(
          ProblemKind.INVALID_STATE,
          "The account allows %d hosts already; DELETE one first.".formatted(MOST));
    }
    String secret = SigningSecrets.generate();
    hosts.allow(caller.accountId(), name, secret);
    return hosts.list(caller.accountId()).stream()
        .filter(other -> other.host().equals(name))
        .findFirst()
        .map(other -> CallHostView.of(other, secret))
        .orElseThrow();
  }

  @DeleteMapping("/{host}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Forbid a host",
      description = "From now on, for those who are on their way as well.")
  void forbid(@PathVariable String host, Caller caller) {
    if (!hosts.forbid(caller.accountId(), host)) {
      throw new ApiException(
          ProblemKind.NOT_FOUND, "The account does not allow the host %s.".formatted(host));
    }
  }
}
