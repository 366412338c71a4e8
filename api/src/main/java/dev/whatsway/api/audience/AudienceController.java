package dev.whatsway.api.audience;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.ApiException;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.audience.Audience;
import dev.whatsway.store.audience.AudienceImport;
import dev.whatsway.store.audience.Audiences;
import dev.whatsway.store.audience.PhoneNumbers;
import dev.whatsway.store.audience.Rejection;
import dev.whatsway.store.audience.Rejections;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/audiences")
@Tag(name = "audiences", description = "Lists of recipients, imported from CSV.")
class AudienceController {

  private static final String CSV = "text/csv";

  private final Audiences audiences;
  private final AudienceImport imports;
  private final Rejections rejections;
  private final RejectedReport report;

  AudienceController(
      Audiences audiences, AudienceImport imports, Rejections rejections, RejectedReport report) {
    this.audiences = audiences;
    this.imports = imports;
    this.rejections = rejections;
    this.report = report;
  }

  @PostMapping(consumes = CSV)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      summary = "Import a CSV",
      description =
          "UTF-8 with a header row and a column phone. The body is read as it arrives. A row that"
              + " cannot be read is rejected with its line and reason and stops nothing.")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
  AudienceView create(
      @RequestParam(required = false) @Nullable String name,
      @RequestParam(required = false) @Nullable String country,
      @RequestParam(name = "consent_source", required = false) @Nullable String consentSource,
      @Parameter(hidden = true) @RequestHeader("Content-Type") MediaType type,
      InputStream body,
      Caller caller) {
    if (type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset())) {
      throw ApiException.invalid("Content-Type", "must not name a charset other than utf-8.");
    }
    return run(request(name, country, consentSource, caller), body);
  }

  @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Import a CSV from a form", description = "The part file holds the CSV.")
  AudienceView upload(
      @RequestParam(required = false) @Nullable String name,
      @RequestParam(required = false) @Nullable String country,
      @RequestParam(name = "consent_source", required = false) @Nullable String consentSource,
      @RequestPart("file") MultipartFile file,
      Caller caller)
      throws IOException {
    AudienceImport.Request request = request(name, country, consentSource, caller);
    try (InputStream csv = file.getInputStream()) {
      return run(request, csv);
    }
  }

  @GetMapping
  @Operation(summary = "List the audiences")
  Page<AudienceView> list(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    return Page.of(
        audiences.list(caller.accountId(), Cursor.id(cursor), Cursor.limit(limit) + 1),
        limit,
        AudienceView::of,
        Audience::id);
  }

  @GetMapping("/{id}")
  @Operation(summary = "Get an audience")
  AudienceView get(@PathVariable UUID id, Caller caller) {
    return AudienceView.of(find(id, caller));
  }

  @GetMapping(path = "/{id}/rejected")
  @Operation(
      summary = "List the rejected rows",
      description = "With Accept: text/csv all of them as line,field,code,reason.")
  Page<RejectedRow> rejected(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    find(id, caller);
    return Page.of(
        rejections.page(id, Cursor.number(cursor), Cursor.limit(limit) + 1),
        limit,
        RejectedRow::of,
        Rejection::line);
  }

  @GetMapping(path = "/{id}/rejected", produces = CSV)
  @Operation(summary = "List the rejected rows")
  void rejectedCsv(@PathVariable UUID id, Caller caller, HttpServletResponse response)
      throws IOException {
    find(id, caller);
    response.setContentType(CSV);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    report.write(id, response.getWriter());
  }

  private AudienceView run(AudienceImport.Request request, InputStream csv) {
    Audience audience = imports.run(request, csv);
    if (audience.status().equals("failed")) {
      throw ApiException.invalid("file", String.valueOf(audience.statusReason()));
    }
    return AudienceView.of(audience);
  }

  private Audience find(UUID id, Caller caller) {
    return audiences
        .find(caller.accountId(), id)
        .orElseThrow(() -> ApiException.notFound("audience", id));
  }

  private static AudienceImport.Request request(
      @Nullable String name,
      @Nullable String country,
      @Nullable String consentSource,
      Caller caller) {
    Checks checks = new Checks();
    String audience = checks.text("name", name, 200);
    String region = country == null ? null : country.toUpperCase(Locale.ROOT);
    if (region != null && !PhoneNumbers.isCountry(region)) {
      checks.fail("country", "must be an ISO 3166-1 code of two letters, such as DE.");
    }
    String source =
        consentSource == null ? null : checks.text("consent_source", consentSource, 200);
    checks.done();
    return new AudienceImport.Request(
        UUID.randomUUID(), caller.accountId(), audience, region, source);
  }

  /** A row that was not imported; never repeats its values. */
  @Schema(name = "RejectedRow")
  record RejectedRow(long line, @Nullable String field, String code, String reason) {

    static RejectedRow of(Rejection rejection) {
      return new RejectedRow(
          rejection.line(), rejection.field(), rejection.code(), rejection.reason());
    }
  }
}
