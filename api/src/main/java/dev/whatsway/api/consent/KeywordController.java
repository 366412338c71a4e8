package dev.whatsway.api.consent;

import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.consent.OptOutKeywords;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/opt-out-keywords")
@Tag(
    name = "opt-out-keywords",
    description =
        "Messages by which people opt out and in again: the whole message, whatever its case,"
            + " spaces, and the punctuation and emoji around it.")
class KeywordController {

  private static final int MOST = 500;
  private static final String RIGHT = "must hold a letter or digit and at most 100 characters.";

  private final OptOutKeywords keywords;

  KeywordController(OptOutKeywords keywords) {
    this.keywords = keywords;
  }

  /** The account's own keywords. */
  @Schema(name = "OptOutKeywordsRequest")
  record KeywordsRequest(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable List<@Nullable String> optOut,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable List<@Nullable String> optIn) {}

  /**
   * The keywords that hold.
   *
   * @param updatedAt null for the defaults, which are in the languages of WhatsApp's largest
   *     markets
   */
  @Schema(name = "OptOutKeywords")
  record KeywordsView(List<String> optOut, List<String> optIn, @Nullable Instant updatedAt) {}

  @GetMapping
  @Operation(summary = "Get the keywords")
  KeywordsView get(Caller caller) {
    OptOutKeywords.Keywords known = keywords.of(caller.accountId());
    return new KeywordsView(known.optOut(), known.optIn(), known.updatedAt());
  }

  @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(summary = "Replace the keywords", description = "Both lists, the defaults included.")
  KeywordsView put(@RequestBody KeywordsRequest request, Caller caller) {
    Checks checks = new Checks();
    List<String> optOut = words(checks, "opt_out", request.optOut());
    List<String> optIn = words(checks, "opt_in", request.optIn());
    for (int i = 0; i < optIn.size(); i++) {
      String word = optIn.get(i);
      if (optOut.stream().anyMatch(out -> OptOutKeywords.same(out, word))) {
        checks.fail("opt_in[" + i + "]", "must not be an opt-out as well.");
      }
    }
    checks.done();
    keywords.put(caller.accountId(), optOut, optIn);
    return get(caller);
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Go back to the default keywords")
  void reset(Caller caller) {
    keywords.reset(caller.accountId());
  }

  private static List<String> words(
      Checks checks, String field, @Nullable List<@Nullable String> given) {
    if (given == null) {
      checks.fail(field, "is required: a list of keywords, which may be empty.");
      return List.of();
    }
    if (given.size() > MOST) {
      checks.fail(field, "must be at most " + MOST + " keywords.");
      return List.of();
    }
    for (int i = 0; i < given.size(); i++) {
      String word = given.get(i);
      if (word == null || word.length() > 100 || !OptOutKeywords.possible(word)) {
        checks.fail(field + "[" + i + "]", RIGHT);
      }
    }
    return given.stream().map(word -> word == null ? "" : word.strip()).toList();
  }
}
