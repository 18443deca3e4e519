import { type AlarmEntry, type Listed, parts, type Place, type Service } from '../service';

export interface EventBusResource extends Listed {
  /** `default` is the bus of AWS's own events. */
  readonly busName: string;
  readonly rules: Readonly<Record<string, { readonly ruleName: string }>>;
}

const NAMES = ['DeadLetterInvocations', 'FailedInvocations', 'InvocationAttempts', 'Invocations', 'InvocationsFailedToBeSentToDlq', 'InvocationsSentToDlq', 'MatchedEvents', 'RetryInvocationAttempts', 'SuccessfulInvocationAttempts', 'ThrottledRules', 'TriggeredRules'];

/** What receives data: rules of the default bus report by RuleName alone, those of a custom bus by EventBusName and RuleName; failures of a bus as a whole are reported by nobody. */
const rulesOf = ({ busName, rules }: EventBusResource): readonly Place[] =>
  parts(rules, ({ ruleName }) => (busName === 'default' ? { RuleName: ruleName } : { EventBusName: busName, RuleName: ruleName }));

const ofRule = (id: string, title: string, description: string, row: string): AlarmEntry<EventBusResource> => ({ id, title, description, severity: 'critical', row: () => row, places: rulesOf });

export const eventBuses: Service<EventBusResource> = {
  title: 'EventBridge',
  noun: 'event-bus',
  signals: (bus) => rulesOf(bus).map(({ dimensions }) => ({ namespace: 'AWS/Events', dimensions, names: NAMES })),
  alarms: [
    ofRule('failedInvocations', 'failed invocations', 'A target could not be invoked for good.', 'eventbridge-failedinvocations-rulename'),
    ofRule('throttledRules', 'throttled rules', 'Invocations of targets are throttled.', 'eventbridge-throttledrules-rulename'),
    ofRule('lostEvents', 'lost events', 'Events reach neither target nor dead-letter queue.', 'eventbridge-invocationsfailedtobesenttodlq-rulename'),
  ],
  dashboard: (bus) =>
    rulesOf(bus).flatMap(({ part = '', dimensions }) => [
      { name: 'Invocations', dimensions, statistic: 'Sum', label: `${part}: invocations`, axis: 'left' as const },
      { name: 'FailedInvocations', dimensions, statistic: 'Sum', label: `${part}: failed`, axis: 'right' as const },
    ]),
};
