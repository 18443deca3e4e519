import { renderComment } from '@payment-observability/review';
import { GOLDEN_CHANGES } from './changes';
import { compactReview, goldenReview, withoutHashes } from './golden-review';

jest.setTimeout(120_000);

test('there are at least forty changes, of all five templates', () => {
  expect(Object.values(GOLDEN_CHANGES).flat().length).toBeGreaterThanOrEqual(40);
  expect(Object.keys(GOLDEN_CHANGES)).toHaveLength(5);
});

// expectations are read by people: after `jest -u`, every line of the difference is looked at
describe.each(Object.entries(GOLDEN_CHANGES))('%s', (name, changes) => {
  test.each(changes.map((change) => [change.does, change] as const))('%s', (_does, change) => {
    const shown = goldenReview(name, change);
    const ids = shown.findings.map(({ id }) => id);
    expect({ verdict: shown.verdict, missing: change.finds.filter((id) => !ids.includes(id)) }).toEqual({ verdict: change.verdict, missing: [] });
    expect(compactReview(shown)).toMatchSnapshot();
  });
});

describe('whole comments', () => {
  const kept = Object.entries(GOLDEN_CHANGES).flatMap(([name, changes]) => changes.filter(({ comment }) => comment).map((change) => [`${name}: ${change.does}`, name, change] as const));
  test.each(kept)('%s', (_title, name, change) => {
    expect(withoutHashes(renderComment(goldenReview(name, change), { header: '<!-- header -->', headSha: '0123456789', summaryUrl: 'https://github.com/acme/payments/actions/runs/1' }))).toMatchSnapshot();
  });
});
