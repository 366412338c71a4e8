package dev.whatsway.api.key;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.api.security.KeyGate;
import dev.whatsway.api.security.Scope;
import dev.whatsway.store.account.ApiKey;
import dev.whatsway.store.account.ApiKeys;
import dev.whatsway.store.account.KeyRevocation;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code ApiKeyFilter} asks for the scope admin on these paths. */
@RestController
@RequestMapping("/api/v1/api-keys")
@Tag(name = "api-keys", description = "API keys, by keys that have the scope admin.")
class ApiKeyController {

  private static final int LONGEST_NAME = 100;
  private static final int MOST_PER_SECOND = 10_000;

  private final ApiKeys keys;
  private final KeyRevocation revocation;
  private final KeyGate gate;

  ApiKeyController(ApiKeys keys, KeyRevocation revocation, KeyGate gate) {
    this.keys = keys;
    this.revocation = revocation;
    this.gate = gate;
  }

  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Make an API key",
      description = "The key is shown this once; only its hash is stored.")
  ApiKeyView create(@RequestBody ApiKeyRequest request, Caller caller) {
    Checks checks = new Checks();
    String name = checks.text("name", request.name(), LONGEST_NAME);
    List<String> scopes = scopes(checks, request.scopes());
    Integer perSecond = request.perSecond();
    checks.within("per_second", perSecond, 1, 1, MOST_PER_SECOND);
    checks.done();
    ApiKeys.Issued issued = keys.issue(caller.accountId(), name, scopes, perSecond);
    return ApiKeyView.of(issued.key(), issued.secret());
  }

  @GetMapping
  @Operation(summary = "List the API keys, without the keys themselves, the revoked ones as well")
  Page<ApiKeyView> list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    return Page.of(
        keys.list(caller.accountId(), Cursor.id(cursor), Cursor.limit(limit) + 1),
        limit,
        ApiKeyView::of,
        ApiKey::id);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get an API key, without the key itself")
  ApiKeyView get(@PathVariable UUID id, Caller caller) {
    return keys.find(caller.accountId(), id)
        .map(ApiKeyView::of)
        .orElseThrow(() -> ApiException.notFound("API key", id));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Revoke an API key",
      description =
          "Other processes of the api take it for up to 5 seconds more. The last key with the scope"
              + " admin stays.")
  void revoke(@PathVariable UUID id, Caller caller) {
    switch (revocation.revoke(caller.accountId(), id)) {
      case REVOKED -> gate.forget(id);
      case UNKNOWN -> throw ApiException.notFound("API key", id);
      case LAST_ADMIN ->
          throw new ApiException(
              ProblemKind.INVALID_STATE,
              "This is the account's last API key with the scope admin; make another one first.");
    }
  }

  /** Returns each scope once, in the order given. */
  private static List<String> scopes(Checks checks, @Nullable List<@Nullable String> given) {
    List<String> known = Scope.wires();
    if (given == null || given.isEmpty()) {
      checks.fail("scopes", "is required: one or more of " + String.join(", ", known) + ".");
      return known;
    }
    List<String> scopes = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String scope = checks.oneOf("scopes[" + i + "]", given.get(i), null, known);
      if (!scopes.contains(scope)) {
        scopes.add(scope);
      }
    }
    return scopes;
  }
}
