package dev.whatsway.journey.condition;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CEL with our variables. What has fields is declared as a struct, so that a field that does not
 * exist is found when the condition is stored, and is given as a map, so that one which is not
 * known of somebody is missing.
 */
final class Language {

  static final int MAX_SOURCE = 4_096;

  /** Nesting; the parser, the checker and the evaluation recurse. */
  static final int MAX_DEPTH = 50;

  static final int MAX_NODES = 1_000;

  /** Of all, exists, exists_one and filter together, for one person. */
  static final int MAX_ITERATIONS = 500;

  static final int MAX_REGEX_PROGRAM = 500;

  private static final StructType CONTACT =
      struct(
          "contact",
          Map.of(
              "name", SimpleType.STRING,
              "country", SimpleType.STRING,
              "phone_country", SimpleType.STRING,
              "locale", SimpleType.STRING,
              "timezone", SimpleType.STRING,
              "created_at", SimpleType.TIMESTAMP));

  private static final StructType CONSENT =
      struct(
          "consent",
          Map.of(
              "opted_in", SimpleType.BOOL,
              "opted_out", SimpleType.BOOL,
              "opt_in_at", SimpleType.TIMESTAMP,
              "opt_in_source", SimpleType.STRING,
              "opted_out_at", SimpleType.TIMESTAMP));

  private static final StructType MESSAGE =
      struct(
          "message",
          Map.of(
              "status", SimpleType.STRING,
              "delivered", SimpleType.BOOL,
              "read", SimpleType.BOOL,
              "clicked", SimpleType.BOOL,
              "replied", SimpleType.BOOL));

  private static final List<StructType> STRUCTS = List.of(CONTACT, CONSENT, MESSAGE);

  private static final Map<String, CelType> VARIABLES =
      Map.of(
          "contact",
          CONTACT,
          "attributes",
          MapType.create(SimpleType.STRING, SimpleType.STRING),
          "consent",
          CONSENT,
          "now",
          SimpleType.TIMESTAMP,
          "messages",
          MapType.create(SimpleType.STRING, MESSAGE),
          "event",
          MapType.create(SimpleType.STRING, SimpleType.DYN));

  static final Cel SEGMENT = of(Scope.SEGMENT);
  static final Cel JOURNEY = of(Scope.JOURNEY);

  /** Returns the fields of all structs, each once. */
  static List<String> fields(String struct) {
    return STRUCTS.stream()
        .filter(type -> type.name().equals(struct))
        .flatMap(type -> type.fieldNames().stream())
        .sorted()
        .toList();
  }

  private static Cel of(Scope scope) {
    CelBuilder builder =
        CelFactory.standardCelBuilder()
            .setOptions(
                CelOptions.current()
                    .maxExpressionCodePointSize(MAX_SOURCE)
                    .maxParseRecursionDepth(MAX_DEPTH)
                    .maxParseExpressionNodeCount(MAX_NODES)
                    .maxParseErrorRecoveryLimit(1)
                    .comprehensionMaxIterations(MAX_ITERATIONS)
                    .maxRegexProgramSize(MAX_REGEX_PROGRAM)
                    .enableHeterogeneousNumericComparisons(true)
                    .errorOnIntWrap(true)
                    .build())
            .setTypeProvider(new Structs())
            // Without map: what grows by it from step to step would have no bound.
            .setStandardMacros(
                CelStandardMacro.HAS,
                CelStandardMacro.ALL,
                CelStandardMacro.EXISTS,
                CelStandardMacro.EXISTS_ONE,
                CelStandardMacro.FILTER)
            .setResultType(SimpleType.BOOL)
            .addFunctionDeclarations(
                text("number", "text_to_number", SimpleType.DOUBLE),
                text("date", "text_to_date", SimpleType.TIMESTAMP))
            .addFunctionBindings(
                CelFunctionBinding.from("text_to_number", String.class, Texts::number),
                CelFunctionBinding.from("text_to_date", String.class, Texts::date));
    scope.variables().forEach(name -> builder.addVar(name, type(name)));
    return builder.build();
  }

  private static CelType type(String variable) {
    CelType type = VARIABLES.get(variable);
    if (type == null) {
      throw new IllegalStateException("The variable " + variable + " has no type.");
    }
    return type;
  }

  private static CelFunctionDecl text(String name, String overload, CelType result) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(overload, result, SimpleType.STRING));
  }

  private static StructType struct(String name, Map<String, ? extends CelType> fields) {
    return StructType.create(
        name,
        ImmutableSet.copyOf(fields.keySet()),
        field -> Optional.<CelType>ofNullable(fields.get(field)));
  }

  private static final class Structs implements CelTypeProvider {

    @Override
    public ImmutableCollection<CelType> types() {
      return ImmutableList.copyOf(STRUCTS);
    }

    @Override
    public Optional<CelType> findType(String name) {
      return STRUCTS.stream()
          .filter(type -> type.name().equals(name))
          .<CelType>map(type -> type)
          .findFirst();
    }
  }

  private Language() {}
}
