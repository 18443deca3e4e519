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
