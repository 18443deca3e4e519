import { hasResult, parseHeader, renderHeader, type ReviewHeader, reviewKey, withResult } from '../src/review-header';

const header: ReviewHeader = {
  version: 1,
  key: reviewKey('observability.yml', 'production'),
  headSha: 'abc',
  runId: 7,
  fingerprint: 'f',
  shownAt: '2026-08-01T12:00:00Z',
  gate: 'blocked',
  stacks: { home: { actionVersion: '1.2.3', desiredDigest: 'd', baselineKind: 'deployed', baselineDigest: 'b', changeDigest: 'c', pieces: ['p-q_'] } },
};

test('what is rendered is read back', () => {
  expect(parseHeader(`${renderHeader(header)}\n## Review`)).toEqual(header);
  expect(header.key).toBe('production@observability.yml');
});

test.each(['a --> b', '<!-- x', 'é & -- >'])('a key with %s cannot close the comment', (key) => {
  const text = renderHeader({ ...header, key });
  expect(text.slice(4, -3)).not.toMatch(/-->|<!--|--/);
  expect(parseHeader(text)?.key).toBe(key);
});

test.each([
  ['no header', 'Looks good to me'],
  ['a header that is not in the first line', `Hello\n${renderHeader(header)}`],
  ['text behind it', `${renderHeader(header)} and more`],
  ['broken JSON', '<!-- payment-observability:review {"version":1 -->'],
  ['another version', renderHeader({ ...header, version: 2 } as unknown as ReviewHeader)],
  ['another state of the gate', renderHeader({ ...header, gate: 'ajar' } as unknown as ReviewHeader)],
  ['stacks that are no object', renderHeader({ ...header, stacks: 'x' } as unknown as ReviewHeader)],
])('a comment with %s is not a review', (_title, body) => {
  expect(parseHeader(body)).toBeUndefined();
});

test('a result replaces an earlier one and leaves the review as it is', () => {
  const review = `${renderHeader(header)}\n\n## Review\n\ntext\n`;
  const once = withResult(review, '### Merged\n');
  expect([hasResult(review), hasResult(once)]).toEqual([false, true]);
  expect(once).toBe(`${renderHeader(header)}\n\n## Review\n\ntext\n\n<!-- payment-observability:result -->\n### Merged\n`);
  expect(withResult(once, '### Deployed\n')).toBe(withResult(review, '### Deployed\n'));
});
