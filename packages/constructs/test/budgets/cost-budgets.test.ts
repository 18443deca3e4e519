import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { buildApp } from '../../src/build-app';
import { notesOf } from '../../src/notes';
import { configOf, type Where } from '../config-of';
import { ALERTS, homeStack, homeTemplate, propertiesOf } from '../home-stack';

type Changes = Readonly<Record<string, unknown>>;
const BUDGET = {
  budgetName: 'payments-{env}',
  monthlyUsd: 500,
  alerts: { most: { percent: 80, severity: 'warning' }, all: { percent: 100, severity: 'critical' }, soon: { percent: 100, of: 'forecast', severity: 'warning' } },
};
const sections = (budget: Changes = {}, more: Changes = {}) => ({ ...ALERTS, ...more, budgets: { monthly: { ...BUDGET, ...budget } } });
const budgetOf = (...args: Parameters<typeof sections>) => propertiesOf(homeTemplate(sections(...args)), 'AWS::Budgets::Budget');
const topicOf = (severity: string) => ({ Ref: expect.stringMatching(new RegExp(`^Notifications${severity}Topic`)) as string });
const FROM_BUDGETS = { StringEquals: { 'aws:SourceAccount': '111111111111' }, ArnLike: { 'aws:SourceArn': 'arn:aws:budgets::111111111111:*' } };
const BUDGETS = { Service: 'budgets.amazonaws.com' };

const allows = (template: Template) =>
  Object.values(template.findResources('AWS::SNS::TopicPolicy')).flatMap((resource) => (resource as { Properties: { PolicyDocument: { Statement: Changes[] } } }).Properties.PolicyDocument.Statement.filter(({ Sid }) => Sid === 'AllowBudgets'));
const keyAllows = (template: Template) => (propertiesOf(template, 'AWS::KMS::Key') as { KeyPolicy: { Statement: Changes[] } }).KeyPolicy.Statement.filter(({ Sid }) => Sid === 'AllowBudgets');

test('a monthly budget in US dollars tells the topic of each alert', () => {
  expect(budgetOf()).toEqual({
    Budget: { BudgetName: expect.stringMatching(/^payments-dev-[0-9a-f]{8}$/) as string, BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 500, Unit: 'USD' } },
    NotificationsWithSubscribers: [
      { Notification: { ComparisonOperator: 'GREATER_THAN', NotificationType: 'ACTUAL', Threshold: 100, ThresholdType: 'PERCENTAGE' }, Subscribers: [{ SubscriptionType: 'SNS', Address: topicOf('critical') }] },
      { Notification: { ComparisonOperator: 'GREATER_THAN', NotificationType: 'ACTUAL', Threshold: 80, ThresholdType: 'PERCENTAGE' }, Subscribers: [{ SubscriptionType: 'SNS', Address: topicOf('warning') }] },
      { Notification: { ComparisonOperator: 'GREATER_THAN', NotificationType: 'FORECASTED', Threshold: 100, ThresholdType: 'PERCENTAGE' }, Subscribers: [{ SubscriptionType: 'SNS', Address: topicOf('warning') }] },
    ],
    ResourceTags: expect.arrayContaining([{ Key: 'Owner', Value: 'payments' }]) as unknown,
  });
});

test('other alerts make another name, since CloudFormation replaces such a budget; another amount does not', () => {
  const nameOf = (...args: Parameters<typeof sections>) => (budgetOf(...args)['Budget'] as { BudgetName: string }).BudgetName;
  const name = nameOf();
  const others = [
    nameOf({ alerts: { ...BUDGET.alerts, most: { percent: 85, severity: 'warning' } } }),
    nameOf({ alerts: { ...BUDGET.alerts, most: { percent: 80, severity: 'critical' } } }),
    nameOf({}, { notifications: { ...ALERTS.notifications, warning: { topicName: 'another' } } }),
    nameOf({ alerts: {} }),
  ];
  expect(new Set([name, ...others]).size).toBe(5);
  expect(others.at(-1)).toBe('payments-dev');
  expect(nameOf({ monthlyUsd: 800 })).toBe(name);
});

test('it counts the cost of one tag, which must be activated', () => {
  const costTag = { key: 'CostCenter', values: ['payments', 'risk'] };
  expect(budgetOf({ costTag })).toMatchObject({ Budget: { CostFilters: { TagKeyValue: ['user:CostCenter$payments', 'user:CostCenter$risk'] } } });
  expect(notesOf(homeStack(sections({ costTag })))).toMatchObject([{ title: 'Tag CostCenter must be a cost allocation tag', path: 'budgets.monthly.costTag' }]);
});

test('Budgets may send to the topics it names, and use their key', () => {
  const template = homeTemplate(sections());
  expect(allows(template)).toEqual(['critical', 'warning'].map((severity) => ({ Sid: 'AllowBudgets', Effect: 'Allow', Principal: BUDGETS, Action: 'sns:Publish', Resource: topicOf(severity), Condition: FROM_BUDGETS })));
  expect(keyAllows(template)).toEqual([{ Sid: 'AllowBudgets', Effect: 'Allow', Principal: BUDGETS, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*', Condition: FROM_BUDGETS }]);
});

test('without budgets it may not', () => {
  const template = homeTemplate(ALERTS);
  expect([...allows(template), ...keyAllows(template)]).toEqual([]);
});

test('the policies of the topics come before the budget', () => {
  const { DependsOn } = Object.values(homeTemplate(sections()).findResources('AWS::Budgets::Budget'))[0] as { DependsOn: string[] };
  expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^NotificationscriticalTopicPolicy/), expect.stringMatching(/^NotificationswarningTopicPolicy/)]));
});

test('of several Regions the first has the budgets, and only its topics hear them', () => {
  const where = { region: undefined, regions: ['eu-west-1', 'us-east-1'] } as unknown as Where;
  const config = configOf(sections(), where);
  const app = buildApp([config], { validation: false });
  const [home, other] = ['acme-dev', 'acme-dev-us-east-1'].map((name) => Template.fromStack(app.node.findChild(name) as Stack));
  home?.resourceCountIs('AWS::Budgets::Budget', 1);
  other?.resourceCountIs('AWS::Budgets::Budget', 0);
  expect(other && [...allows(other), ...keyAllows(other)]).toEqual([]);
});

test('without topics it tells nobody, which is said', () => {
  const alone = { budgets: { monthly: BUDGET } };
  expect(propertiesOf(homeTemplate(alone), 'AWS::Budgets::Budget')).not.toHaveProperty('NotificationsWithSubscribers');
  expect(notesOf(homeStack(alone))).toMatchObject([{ title: 'Budget payments-dev tells nobody', path: 'budgets.monthly.alerts' }]);
});

test('ten alerts at most', () => {
  const alerts = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, { percent: index + 1, severity: 'info' }]));
  expect(() => homeStack(sections({ alerts: alerts(10) }))).not.toThrow();
  expect(() => homeStack(sections({ alerts: alerts(11) }))).toThrow('at most 10 alerts a budget');
});
