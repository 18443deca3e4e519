import { referenceTable } from '../src';

const rows = referenceTable().split('\n');

test.each([
  '| `alarms.<id>.latencyP99Ms` | a number of at least 1 |  | Threshold on p99, in milliseconds |',
  '| `alarms.<id>.evaluationPeriods` | a whole number above 0 | `3` |  |',
  '| `alarms.<id>.usagePercent` | a number from 0 to 100 |  | Threshold on Average, in percent |',
  '| `alarms.<id>.anomalyBandWidth` | a number above 0 and at most 10 |  | Standard deviations of the expected band |',
  '| `alarms.<id>.severity` | one of critical, warning, info |  | Topic that hears ALARM |',
  '| `environments.<id>.protected` | true or false | `false` | Holds production data: removal and replacement of data block |',
  '| `notifications.critical.slack.heading` | one line without control characters, at most 150 characters | `Payment System Alert` |  |',
  '| `notifications.critical.emails.<id>` | an e-mail address |  |  |',
  '| `logs.queries.<id>.groups` | a list of at least 1 |  |  |',
  '| `logs.metricFilters.<id>.match.<id>` | text or a number or true or false or a list of at least 1 |  |  |',
  // a field with a default of keys and values: the defaults stand at the fields in it
  '| `resources.dashboard` | keys and values |  | The dashboard with a row for each resource |',
  '| `resources.dashboard.periodSeconds` | 10, 30 or a multiple of 60 seconds | `60` |  |',
  '| `resources.shards` | 1, 2, 4, 8, 16, 32, 64 or 128 | `1` | Stacks that the alarms and dashboard rows of resources are spread over by their ids; 1 keeps them in the main stack |',
  // fields of an object with a refinement
  '| `environments.<id>.region` | a Region such as eu-west-1 |  | The Region it lives in; `regions` when there are several |',
])('%s', (row) => {
  expect(rows).toContain(row);
});

test('begins with the head of a table and names no field twice', () => {
  expect(rows.slice(0, 2)).toEqual(['| Field | Takes | Default | Meaning |', '|---|---|---|---|']);
  const paths = rows.slice(2).flatMap((row) => row.match(/^\| `([^`]+)`/)?.[1] ?? []);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toContain('version');
});
