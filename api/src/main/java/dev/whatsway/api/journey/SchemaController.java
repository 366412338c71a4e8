package dev.whatsway.api.journey;

import dev.whatsway.journey.step.JourneyKinds;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

@RestController
@RequestMapping("/api/v1/journeys")
@Tag(name = "journeys", description = "People on their way through campaigns of several steps.")
class SchemaController {

  private final JourneyKinds kinds;

  SchemaController(JourneyKinds kinds) {
    this.kinds = kinds;
  }

  @GetMapping("/schema")
  @Operation(
      summary = "Get the JSON Schema of journeys",
      description = "Of the steps that there are here, plug-ins included; draft 2020-12.")
  ObjectNode schema() {
    return kinds.schema();
  }
}
