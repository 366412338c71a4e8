package dev.whatsway.api.contact;

import dev.whatsway.api.paging.Cursor;
import dev.whatsway.api.paging.Page;
import dev.whatsway.api.problem.Checks;
import dev.whatsway.api.security.Caller;
import dev.whatsway.store.consent.Erasure;
import dev.whatsway.store.consent.Suppressions;
import dev.whatsway.store.contact.Contact;
import dev.whatsway.store.contact.ContactHistory;
import dev.whatsway.store.contact.Contacts;
import dev.whatsway.store.window.ServiceWindows;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/contacts/{phone}")
@Tag(name = "contacts", description = "People, by their numbers in E.164.")
class ContactController {

  private final Contacts contacts;
  private final ContactHistory history;
  private final Suppressions suppressions;
  private final ServiceWindows windows;
  private final Erasure erasure;

  ContactController(
      Contacts contacts,
      ContactHistory history,
      Suppressions suppressions,
      ServiceWindows windows,
      Erasure erasure) {
    this.contacts = contacts;
    this.history = history;
    this.suppressions = suppressions;
    this.windows = windows;
    this.erasure = erasure;
  }

  @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Store what is known of a person",
      description = "All of it: what is left out is forgotten. Consent is not touched.")
  ResponseEntity<ContactView> put(
      @PathVariable String phone, @RequestBody ContactRequest request, Caller caller) {
    Checks checks = new Checks();
    String number = Phones.of(checks, phone);
    Contacts.Details details = request.details(number, checks);
    checks.done();
    boolean created = contacts.put(caller.accountId(), number, details);
    return ResponseEntity.status(created ? HttpStatus.CREATED : HttpStatus.OK)
        .body(get(number, caller));
  }

  @GetMapping
  @Operation(summary = "Get a person with their consent and windows")
  ContactView get(@PathVariable String phone, Caller caller) {
    Contact contact = find(phone, caller);
    return ContactView.of(
        contact,
        suppressions.find(caller.accountId(), contact.phone()).orElse(null),
        windows.of(contact.id()));
  }

  @GetMapping("/history")
  @Operation(
      summary = "List what a person said about marketing and what they were written",
      description = "Latest first.")
  Page<HistoryView> history(
      @PathVariable String phone,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = Cursor.DEFAULT_LIMIT) int limit,
      Caller caller) {
    return Page.of(
        history.page(
            find(phone, caller).id(),
            Cursor.at(cursor, ContactHistory.Position::of),
            Cursor.limit(limit) + 1),
        limit,
        HistoryView::of,
        entry -> new ContactHistory.Position(entry.at(), entry.id()));
  }

  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      summary = "Erase a person",
      description =
          "Removes what is known of them, in messages and webhooks too, and keeps what was counted."
              + " The number is suppressed, as a keyed hash, until somebody lifts that. It may be"
              + " repeated, and is possible for a number that is not known.")
  void erase(@PathVariable String phone, Caller caller) {
    erasure.erase(caller.accountId(), Phones.ofPath(phone));
  }

  private Contact find(String phone, Caller caller) {
    return contacts
        .find(caller.accountId(), Phones.ofPath(phone))
        .orElseThrow(() -> Phones.unknown("contact"));
  }
}
