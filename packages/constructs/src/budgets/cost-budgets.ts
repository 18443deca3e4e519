import { createHash } from 'node:crypto';
import { type Budgets, type Config, heardBy } from '@payment-observability/config';
import { CfnResource } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { addNote } from '../notes';
import type { NotificationTopics } from '../notifications/notification-topics';
import { markSource } from '../source';

type Budget = Budgets[string];

export interface CostBudgetsProps {
  readonly config: Config;
  readonly topics: NotificationTopics | undefined;
}

const NOTIFICATION_TYPES = { actual: 'ACTUAL', forecast: 'FORECASTED' } as const;

/** The monthly cost budgets of `budgets`: they belong to the account, so that they stand in the first Region only. */
export class CostBudgets extends Construct {
  constructor(scope: Construct, id: string, { config, topics }: CostBudgetsProps) {
    super(scope, id);
    for (const [budgetId, budget] of Object.entries(config.budgets)) {
      const entry = new Construct(this, budgetId);
      markSource(entry, 'budgets', `budgets.${budgetId}`);
      // not CfnBudget: its module would add 7 KB to the action for one resource
      const created = new CfnResource(entry, 'Budget', {
        type: 'AWS::Budgets::Budget',
        properties: {
          Budget: { BudgetName: nameOf(budget, config), ...budgetData(budget) },
          ...(topics && { NotificationsWithSubscribers: notifications(budget, topics) }),
          ResourceTags: Object.entries(config.tags).map(([Key, Value]) => ({ Key, Value })),
        },
      });
      // Budgets refuses a topic whose policy does not let it publish yet
      if (topics) created.node.addDependency(topics);
      addNotes(entry, `budgets.${budgetId}`, budget, topics !== undefined);
    }
  }
}

/**
 * The name of the file, with a digest of who is told when: CloudFormation replaces a budget whose alerts change, and refuses to do so
 * under the same name.
 */
function nameOf({ budgetName, alerts }: Budget, { notifications: settings }: Config): string {
  if (!settings || Object.keys(alerts).length === 0) return budgetName;
  const told = Object.values(alerts).map(({ percent, of, severity }) => {
    const heard = heardBy(settings, severity);
    return [percent, of, settings[heard]?.existing ?? settings[heard]?.topicName ?? heard];
  });
  return `${budgetName}-${createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 8)}`;
}

function budgetData({ monthlyUsd, costTag }: Budget): object {
  return {
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: monthlyUsd, Unit: 'USD' },
    ...(costTag && { CostFilters: { TagKeyValue: costTag.values.map((value) => `user:${costTag.key}$${value}`) } }),
  };
}

function notifications({ alerts }: Budget, topics: NotificationTopics): object[] {
  return Object.values(alerts).map(({ percent, of, severity }) => ({
    Notification: { ComparisonOperator: 'GREATER_THAN', NotificationType: NOTIFICATION_TYPES[of], Threshold: percent, ThresholdType: 'PERCENTAGE' },
    Subscribers: [{ SubscriptionType: 'SNS', Address: topics.topicArn(severity) }],
  }));
}

function addNotes(entry: Construct, path: string, { budgetName, costTag, alerts }: Budget, hasTopics: boolean): void {
  if (!hasTopics && Object.keys(alerts).length > 0)
    addNote(entry, { title: `Budget ${budgetName} tells nobody`, text: 'There is no section notifications: the budget is made without its alerts.', path: `${path}.alerts` });
  if (costTag)
    addNote(entry, {
      title: `Tag ${costTag.key} must be a cost allocation tag`,
      text: 'Until it is activated in the billing console of the paying account, the budget sees no cost and never alerts. Cost counts from the activation on.',
      path: `${path}.costTag`,
    });
}
