import type { Signal } from '../alerting/graph';
import { hasActions, type World } from '../alerting/world';
import { originOf } from '../template';
import type { Change, Found, Rule, Subject } from './rule';

/** What was read in the account, of what the stack holds before or after. */
export const OBSERVED_RULES: readonly Rule[] = [
  { id: 'subscription-unconfirmed', severity: 'attention', group: 'alerting', find: unconfirmed },
  { id: 'alarm-disabled-by-hand', severity: 'attention', group: 'alerting', find: disabledByHand },
  {
    id: 'edited-by-hand',
    severity: 'attention',
    group: 'protection',
    find: (subject, { alerts: { observed } }) =>
      (observed?.editedByHand ?? [])
        .filter(({ stackId }) => stackId === subject.stack.stackId)
        .map(({ logicalId, what }) => ({
          title: `${logicalId} was edited by hand: ${what}`,
          why: `seen on ${observed?.at}; a deploy that changes it undoes the edit, one that does not leaves it`,
          difference: { logicalId, ...originOf(subject.after.get(logicalId) ?? subject.before.get(logicalId)) },
        })),
  },
];

function unconfirmed({ stack }: Subject, { alerts }: Change): Found[] {
  const { observed, topics, observedSubscriptions } = alerts.after.world;
  return [...topics.values()].flatMap((topic) => {
    const seen = observedSubscriptions.get(topic.arn);
    return topic.subscriptions
      .filter(({ at }) => seen && at.scope.stackId === stack.stackId && isKnown(at.logicalId, topic.arn, alerts.before.world))
      .flatMap(({ at, protocol, endpoint }) => {
        const state = seen?.find((subscription) => subscription.protocol === protocol && subscription.endpoint === endpoint)?.state;
        if (state === 'confirmed') return [];
        const difference = { logicalId: at.logicalId, ...originOf(at.resource) };
        const title = state === 'pending' ? `Subscription of ${endpoint} to ${topic.name} waits for confirmation` : `${endpoint} is not subscribed to ${topic.name} in the account`;
        return [{ title, why: `seen on ${observed?.at}; SNS sends it nothing`, difference }];
      });
  });
}

// what this change adds cannot be there yet
function isKnown(logicalId: string, topicArn: string, before: World): boolean {
  return before.topics.get(topicArn)?.subscriptions.some(({ at }) => at.logicalId === logicalId) === true;
}

function disabledByHand({ stack }: Subject, { alerts }: Change): Found[] {
  const { observedAlarms, observed } = alerts.after.world;
  const seenOff = ({ name, at }: Signal): boolean => (observedAlarms.get(`${at.scope.region} ${name}`) ?? observedAlarms.get(name))?.actionsEnabled === false;
  const signals = (alerts.pairsIn.get(stack.stackId) ?? []).flatMap(({ after }) => (after ? [after] : []));
  return signals
    .filter((signal) => observed && hasActions(signal.at) && seenOff(signal))
    .map(({ name, at }) => ({
      title: `Actions of alarm ${name} are switched off in the account`,
      why: `seen on ${observed?.at}; the template says they are on, and a deploy that does not change the alarm leaves them off`,
      difference: { logicalId: at.logicalId, ...originOf(at.resource) },
    }));
}
