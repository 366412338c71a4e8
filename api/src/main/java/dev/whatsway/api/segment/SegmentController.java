package dev.whatsway.api.segment;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.problem.ProblemKind;
import dev.whatsway.api.security.Caller;
import dev.whatsway.journey.condition.Compilation;
import dev.whatsway.journey.condition.Condition;
import dev.whatsway.journey.condition.Scope;
import dev.whatsway.store.segment.Segment;
import dev.whatsway.store.segment.Segments;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/segments")
@Tag(name = "segments", description = "Contacts by condition.")
class SegmentController {

  private final Segments segments;
  private final SegmentCounter counter;
  private final Clock clock;

  SegmentController(Segments segments, SegmentCounter counter, Clock clock) {
    this.segments = segments;
    this.counter = counter;
    this.clock = clock;
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Create a segment",
      description =
          "The contacts of the account that fulfil a condition whenever it is asked for. A segment"
              + " does not change; create another instead.")
  SegmentView create(@RequestBody SegmentRequest request, Caller caller) {
    Checks checks = new Checks();
    String name = checks.text("name", request.name(), 200);
    String condition = condition(request.condition(), checks);
    checks.done();
    Segment segment =
        new Segment(
            UUID.randomUUID(),
            caller.accountId(),
            name,
            condition,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    segments.insert(segment);
    return SegmentView.of(segment);
  }

  @GetMapping
  @Operation(summary = "List the segments")
  Page<SegmentView> list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    return Page.of(
        segments.list(caller.accountId(), Cursor.id(cursor), Cursor.limit(limit) + 1),
        limit,
        SegmentView::of,
        Segment::id);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get a segment")
  SegmentView get(@PathVariable UUID id, Caller caller) {
    return SegmentView.of(find(id, caller));
  }

  @GetMapping("/{id}/count")
  @Operation(
      summary = "Count a segment's contacts",
      description =
          "Looks at the contacts as they are now: all of them where exact is true, else as many as"
              + " 20 seconds allow, at most 1,000,000.")
  SegmentCount count(@PathVariable UUID id, Caller caller) {
    Condition condition =
        find(id, caller)
            .compiled()
            .orElseThrow(() -> new ApiException(ProblemKind.INVALID_STATE, Segment.UNREADABLE));
    return counter.count(caller.accountId(), condition);
  }

  private Segment find(UUID id, Caller caller) {
    return segments
        .find(caller.accountId(), id)
        .orElseThrow(() -> ApiException.notFound("segment", id));
  }

  private static String condition(@Nullable String source, Checks checks) {
    if (checks.required("condition", source, "what the contacts must fulfil; docs/conditions.md")
        == null) {
      return "";
    }
    if (Condition.compile(source, Scope.SEGMENT) instanceof Compilation.Refused refused) {
      refused.problems().forEach(problem -> checks.fail("condition", problem.sentence()));
    }
    return source;
  }

  /** A new segment. */
  @Schema(name = "SegmentRequest")
  record SegmentRequest(
      @Schema(example = "Good customers in Spain", requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String name,
      @Schema(
              description = "CEL, at most 4,096 characters; docs/conditions.md is its manual.",
              example = "contact.country == 'ES' && number(attributes.orders) >= 3",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String condition) {}
}
