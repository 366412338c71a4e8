package dev.whatsway.workers.replay;

import dev.whatsway.workers.WorkersApplication;
import io.temporal.common.metadata.POJOWorkflowImplMetadata;
import io.temporal.common.metadata.POJOWorkflowMethodMetadata;
import io.temporal.spring.boot.WorkflowImpl;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** The implementations of workflows, found as the workers find theirs: by their annotation. */
public final class WorkflowTypes {

  /** Returns every implementation below the package that the workers look through. */
  public static List<Class<?>> implementations() {
    ClassPathScanningCandidateComponentProvider scanner =
        new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(WorkflowImpl.class));
    return scanner.findCandidateComponents(WorkersApplication.class.getPackageName()).stream()
        .map(BeanDefinition::getBeanClassName)
        .map(Objects::requireNonNull)
        .sorted()
        .<Class<?>>map(WorkflowTypes::load)
        .toList();
  }

  /** Returns the names that histories call these implementations by. */
  static Set<String> names(List<Class<?>> implementations) {
    Set<String> names = new TreeSet<>();
    for (Class<?> implementation : implementations) {
      POJOWorkflowImplMetadata.newInstance(implementation).getWorkflowMethods().stream()
          .map(POJOWorkflowMethodMetadata::getName)
          .forEach(names::add);
    }
    return names;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " was found a moment ago", e);
    }
  }

  private WorkflowTypes() {}
}
