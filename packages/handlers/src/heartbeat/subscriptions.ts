import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';

export interface Subscription {
  readonly protocol: string;
  readonly isConfirmed: boolean;
}

/**
 * How many subscriptions are waiting for somebody to confirm them. SNS deletes one that waited for 48 hours, so that what is missing
 * from `toConfirm`, the counts by protocol that there should be, waits too.
 */
export function countUnconfirmed(subscriptions: readonly Subscription[], toConfirm: Readonly<Record<string, number>>): number {
  const protocols = new Set([...Object.keys(toConfirm), ...subscriptions.map(({ protocol }) => protocol)]);
  const count = (protocol: string, isConfirmed: boolean) => subscriptions.filter((one) => one.protocol === protocol && one.isConfirmed === isConfirmed).length;
  return [...protocols].reduce((sum, protocol) => sum + Math.max(count(protocol, false), (toConfirm[protocol] ?? 0) - count(protocol, true)), 0);
}

/** Lists the subscriptions of a topic, every page of them. */
export function subscriptionLister(client: SNSClient) {
  return async (TopicArn: string): Promise<readonly Subscription[]> => {
    const found: Subscription[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn, ...(nextToken !== undefined && { NextToken: nextToken }) }));
      // without an ARN it is `PendingConfirmation` or `Deleted`
      found.push(...(page.Subscriptions ?? []).map(({ Protocol = '', SubscriptionArn = '' }) => ({ protocol: Protocol, isConfirmed: SubscriptionArn.startsWith('arn:') })));
      nextToken = page.NextToken;
    } while (nextToken !== undefined && nextToken !== '');
    return found;
  };
}

export type ListSubscriptions = ReturnType<typeof subscriptionLister>;
