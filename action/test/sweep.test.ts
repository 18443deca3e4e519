import type { Finding, Review } from '@payment-observability/review';
import { shownIn, withoutFolds } from './sweep/in-sight';
import { sweepFile, type SweepResult } from './sweep/sweep';

// all six are swept by `npm run sweep`
describe('the sweep of examples/api-observability', () => {
  let result: SweepResult;
  beforeAll(() => {
    result = sweepFile('examples/api-observability/observability.yml');
  }, 300_000);

  test('every weakening that is planted is found', () => {
    expect(result.missed).toEqual([]);
  });

  test('no harmless change blocks', () => {
    expect(result.falsePositives).toEqual([]);
    expect(result.controls).toBeGreaterThan(50);
  });

  test('no type of the templates is forgotten', () => {
    expect(result.uncovered).toEqual([]);
  });

  test('enough is planted to mean something', () => {
    const planted = [...result.kinds.values()].reduce((sum, kind) => sum + kind.planted, 0);
    expect(planted).toBeGreaterThan(300);
    expect([...result.kinds.keys()]).toEqual(expect.arrayContaining(['alarm removed', 'threshold loosened', 'policy statement removed', 'masking statement removed', 'subscription filtered by attributes', 'data removed', 'composite without one of its alarms']));
  });
});

describe('what a reader sees who unfolds nothing', () => {
  test('is the comment without its folds, and without folds in folds', () => {
    expect(withoutFolds('a\n<details><summary>s</summary>\nb\n<details>c</details>\n</details>\nd')).toBe('a\n\nd');
    expect(() => withoutFolds('a<details>b')).toThrow('a fold of the comment is not closed');
  });

  test('has a finding of the review, and no other', () => {
    const finding: Finding = { id: 'alarm-removed', severity: 'blocking', group: 'alerting', title: 'Alarm a_b is removed', why: 'because', stackId: 'home', logicalId: 'A' };
    const shown: Review = { name: 'n', environment: 'e', template: 't', actionVersion: '1', verdict: 'blocked', method: 'change-set', counts: { add: 0, update: 0, replace: 0, 'may replace': 0, remove: 1, orphan: 0 }, findings: [finding], notes: [], stacks: [] };
    const isShown = shownIn(shown);
    expect([finding, { ...finding, title: 'Alarm c is removed' }, { ...finding, logicalId: 'B' }].map(isShown)).toEqual([true, false, false]);
  });
});
