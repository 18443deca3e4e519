import { costReview } from '../../src/cost/cost-review';
import type { Template } from '../../src/types';
import { costOf } from './cost-of';

interface Described {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** A template whose resources come from the named sections of the config. */
const template = (sections: Readonly<Record<string, readonly Described[]>>): Template => ({
  Resources: Object.fromEntries(Object.entries(sections).flatMap(([section, resources]) => resources.map((resource, index) => [`${section}${index}`, { ...resource, Metadata: { 'payment-observability': { section, path: section } } }]))),
});
const alarm: Described = { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors', Period: 60 } };
const logGroup: Described = { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 30 } };
const topic: Described = { Type: 'AWS::SNS::Topic' };
const filter = (MetricName: string, ...keys: readonly string[]): Described => ({
  Type: 'AWS::Logs::MetricFilter',
  Properties: { MetricTransformations: [{ MetricNamespace: 'Payments', MetricName, Dimensions: keys.map((Key) => ({ Key })) }] },
});

describe('the lines', () => {
  test('hold each price by section, before and after; what is on neither side is not there', () => {
    const { lines, beforeUsd, afterUsd } = costReview({ before: [template({ alarms: [alarm, alarm] })], after: [template({ alarms: [alarm], resources: [alarm, alarm] })] }, costOf());
    expect(lines).toEqual([
      { section: 'alarms', what: 'Alarms on metrics, by metric', beforeUsd: 0.2, afterUsd: 0.1 },
      { section: 'resources', what: 'Alarms on metrics, by metric', beforeUsd: 0, afterUsd: 0.2 },
    ]);
    expect([beforeUsd, afterUsd]).toEqual([0.2, 0.3]);
  });

  test('a volume that sections use together is shared by their resources, and the shares add up to the cent', () => {
    const { lines, afterUsd } = costReview({ before: [], after: [template({ audit: [logGroup], logs: [logGroup, logGroup] })] }, costOf({ logGiB: 10, logsInsightsGiB: 0, storedShare: 0 }));
    expect(lines).toEqual([
      { section: 'audit', what: 'Logs, ingestion', beforeUsd: 0, afterUsd: 1.67 },
      { section: 'logs', what: 'Logs, ingestion', beforeUsd: 0, afterUsd: 3.33 },
    ]);
    expect(afterUsd).toBe(5);
  });

  test('a resource that does not say where it comes from stands in the section other', () => {
    const { lines } = costReview({ before: [], after: [{ Resources: { Board: { Type: 'AWS::CloudWatch::Dashboard' } } }] }, costOf());
    expect(lines).toEqual([{ section: 'other', what: 'Dashboards', beforeUsd: 0, afterUsd: 3 }]);
  });
});

test('both sides are priced at the same volumes, so that the difference is that of the stacks', () => {
  const stack = template({ notifications: [topic] });
  const { beforeUsd, afterUsd } = costReview({ before: [stack], after: [stack] }, costOf({ alerts: 40_000_000 }));
  expect([beforeUsd, afterUsd]).toEqual([20, 20]);
});

test('the assumptions are those that a line rests on, each with its place in the file', () => {
  const { assumptions } = costReview({ before: [], after: [template({ notifications: [topic] })] }, costOf({ alerts: 500, dimensionValues: { Currency: 3 }, functions: { 'metrics.collector': { calls: 8640, ms: 250 } } }));
  expect(assumptions).toEqual([
    { path: 'cost.alerts', value: 500, unit: 'notifications of alarms and rules, each to every address', isDefault: false },
    { path: 'cost.dimensionValues.Currency', value: 3, unit: 'distinct values of the dimension', isDefault: false },
    { path: 'cost.functions.metrics.collector.calls', value: 8640, unit: 'calls a month', isDefault: false },
    { path: 'cost.functions.metrics.collector.ms', value: 250, unit: 'milliseconds a call', isDefault: false },
  ]);
  expect(costReview({ before: [], after: [template({ notifications: [topic] })] }, costOf()).assumptions).toEqual([expect.objectContaining({ path: 'cost.alerts', isDefault: true })]);
});

test('what has no price is named, never counted as free', () => {
  const { notPriced, afterUsd } = costReview({ before: [], after: [template({ maintenance: [{ Type: 'AWS::CloudWatch::AlarmMuteRule' }], other: [{ Type: 'AWS::New::Thing' }, { Type: 'AWS::New::Thing' }] })] }, costOf());
  expect(notPriced).toEqual(['Mute rules (1)', 'AWS::New::Thing (2)']);
  expect(afterUsd).toBe(0);
});

describe('warnings', () => {
  const WIDE = template({ logs: [filter('Declines', 'Provider', 'Network', 'Code')] });
  const assumptions = costOf({ dimensionValues: { Provider: 5, Network: 4, Code: 40 } });
  const warning = 'Metric Declines: 5 Provider × 4 Network × 40 Code = 800 custom metrics, 240.00 USD a month. Drop a dimension, or state its real number of values in cost.dimensionValues.';

  test('name a metric whose dimensions make 800 metrics of it', () => {
    expect(costReview({ before: [], after: [WIDE] }, assumptions).warnings).toEqual([warning]);
  });

  test('leave out what was there before the change', () => {
    expect(costReview({ before: [WIDE], after: [WIDE] }, assumptions).warnings).toEqual([]);
  });

  test('begin above cost.maxMetricsPerFilter', () => {
    const warningsAt = (maxMetricsPerFilter: number) => costReview({ before: [], after: [WIDE] }, costOf({ dimensionValues: { Provider: 5, Network: 4, Code: 40 }, maxMetricsPerFilter })).warnings;
    expect([warningsAt(800), warningsAt(799)]).toEqual([[], [warning]]);
  });

  test('name an estimate above cost.maxMonthlyUsd, when the change makes it grow', () => {
    const [two, one] = [template({ dashboards: [{ Type: 'AWS::CloudWatch::Dashboard' }, { Type: 'AWS::CloudWatch::Dashboard' }] }), template({ dashboards: [{ Type: 'AWS::CloudWatch::Dashboard' }] })];
    expect(costReview({ before: [one], after: [two] }, costOf({ maxMonthlyUsd: 5 })).warnings).toEqual(['The estimate of 6.00 USD a month is above cost.maxMonthlyUsd, 5 USD.']);
    expect(costReview({ before: [one], after: [two] }, costOf({ maxMonthlyUsd: 6 })).warnings).toEqual([]);
    expect(costReview({ before: [two], after: [one] }, costOf({ maxMonthlyUsd: 2 })).warnings).toEqual([]);
  });
});
