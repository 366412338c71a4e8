package dev.whatsway.workers.journey;

import dev.whatsway.contract.journey.JourneyStep;
import dev.whatsway.journey.step.CoreSteps;
import dev.whatsway.journey.step.EnterJourneyStep;
import dev.whatsway.journey.step.EnterJourneyStep.Entrances;
import dev.whatsway.journey.step.HttpCallStep;
import dev.whatsway.journey.step.HttpCallStep.Calls;
import dev.whatsway.journey.step.MessagePlans;
import dev.whatsway.journey.step.SendStep;
import dev.whatsway.journey.step.SplitStep;
import dev.whatsway.journey.step.Splits;
import dev.whatsway.journey.travel.StepTaker;
import dev.whatsway.workers.waiting.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The kinds of steps: those that come with WhatsWay, and whatever beans plug-ins bring. */
@Configuration(proxyBeanMethods = false)
class JourneyConfiguration {

  @Bean
  Rounds journeyRounds(JourneyCourier courier, @Value("${whatsway.journeys.idle}") Duration idle) {
    return new Rounds("journeys", idle, () -> courier.carry() > 0);
  }

  @Bean
  StepTaker stepTaker(
      MessagePlans messages,
      Splits splits,
      Calls calls,
      Entrances entrances,
      ObjectProvider<JourneyStep<?>> plugIns) {
    List<JourneyStep<?>> steps = new ArrayList<>(CoreSteps.PURE);
    steps.add(new SendStep(messages));
    steps.add(new SplitStep(splits));
    steps.add(new HttpCallStep(calls));
    steps.add(new EnterJourneyStep(entrances));
    plugIns.orderedStream().forEach(steps::add);
    return new StepTaker(steps);
  }
}
