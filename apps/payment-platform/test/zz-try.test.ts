import { writeFileSync } from 'node:fs';
import { synthesize } from './payment-platform';
test('try', () => {
  const t = Date.now();
  const { home } = synthesize(`notifications:
  critical: { emails: { oncall: oncall@example.com }, slack: { secret: "acme/{env}/slack" } }
  warning: { slack: { secret: "acme/{env}/slack" } }
`);
  console.log(Date.now() - t);
  writeFileSync('/tmp/home.json', JSON.stringify(home.toJSON(), null, 1));
  expect(1).toBe(1);
});
