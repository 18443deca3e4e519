import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { all, named } from '../serverless-monitoring';

const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
const samplingRule = (name: string) => all('AWS::XRay::SamplingRule').map(({ SamplingRule }) => SamplingRule as Readonly<Record<string, unknown>>).find(({ RuleName }) => RuleName === name);

test('S19 traces from end to end: they begin at the canaries, and the README says how stage and functions join', () => {
  for (const name of ['payments-dev-health', 'payments-dev-payment']) expect(named('AWS::Synthetics::Canary', 'Name', name)).toHaveProperty('RunConfig.ActiveTracing', true);
  expect(readme).toContain('tracingEnabled: true');
  expect(readme).toContain('Tracing.ACTIVE');
  expect(readme).toContain('Powertools');
});

test('S20 every payment is sampled at the entry service, a tenth of the rest', () => {
  expect(samplingRule('payments-dev-all')).toEqual({
    RuleName: 'payments-dev-all', Priority: 2000, FixedRate: 1, ReservoirSize: 10, Version: 1, ResourceARN: '*', Host: '*',
    ServiceName: 'payments-dev-api/dev', ServiceType: '*', HTTPMethod: 'POST', URLPath: '/v1/payments*',
  });
  expect(samplingRule('payments-dev-rest')).toMatchObject({ Priority: 9100, FixedRate: 0.1, ReservoirSize: 1, ServiceName: '*', HTTPMethod: '*', URLPath: '*' });
});
