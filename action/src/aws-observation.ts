import { CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import type { ObservedAlarm, ObservedSubscription } from '@payment-observability/review';
import type { Credentials } from './aws-client';

/** Names that one DescribeAlarms takes, and alarms that one page of it has. */
const ALARMS_A_CALL = 100;

/** Every subscription of a topic, as SNS has it. */
export async function subscriptionsOf(credentials: Credentials, region: string, topicArn: string): Promise<readonly ObservedSubscription[]> {
  const found: ObservedSubscription[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: new SNSClient({ region, credentials }) }, { TopicArn: topicArn })) {
    for (const { SubscriptionArn = '', Protocol = '', Endpoint } of Subscriptions) {
      // what its receiver has ended is listed for a while yet
      if (SubscriptionArn === 'Deleted') continue;
      found.push({ topicArn, protocol: Protocol, ...(Endpoint !== undefined && { endpoint: Endpoint }), state: SubscriptionArn === 'PendingConfirmation' ? 'pending' : 'confirmed' });
    }
  }
  return found;
}

/** The alarms of these names, metric and composite ones, as CloudWatch has them. */
export async function alarmsNamed(credentials: Credentials, region: string, names: readonly string[]): Promise<readonly ObservedAlarm[]> {
  const client = new CloudWatchClient({ region, credentials });
  const found: ObservedAlarm[] = [];
  for (let start = 0; start < names.length; start += ALARMS_A_CALL) {
    const AlarmNames = names.slice(start, start + ALARMS_A_CALL);
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of paginateDescribeAlarms({ client, pageSize: ALARMS_A_CALL }, { AlarmNames, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })) {
      for (const { AlarmName = '', ActionsEnabled, StateValue } of [...MetricAlarms, ...CompositeAlarms])
        found.push({ name: AlarmName, region, actionsEnabled: ActionsEnabled !== false, ...(StateValue !== undefined && { stateValue: StateValue }) });
    }
  }
  return found;
}
