import { named } from '../serverless-monitoring';

const canary = (name: string) => named('AWS::Synthetics::Canary', 'Name', name);

test('S25 availability of the API: a canary every 5 minutes on a current runtime', () => {
  expect(canary('payments-dev-health')).toMatchObject({ Schedule: { Expression: 'rate(5 minutes)' }, RuntimeVersion: expect.stringMatching(/^syn-nodejs/) as string, StartCanaryAfterCreation: true });
  expect(JSON.stringify(canary('payments-dev-health'))).toContain('https://api.example.com/health');
});

test('S26 a synthetic payment in several steps every 5 minutes, its token in a secret', () => {
  const properties = canary('payments-dev-payment');
  const text = JSON.stringify(properties);
  expect(properties).toMatchObject({ Schedule: { Expression: 'rate(5 minutes)' } });
  for (const part of ['/v1/payments', 'POST', '{paymentId}', 'payments/dev/canary']) expect(text).toContain(part);
});
