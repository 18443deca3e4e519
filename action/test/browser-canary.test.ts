import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem, loadConfig } from '@payment-observability/config';
import { synthesize } from '@payment-observability/constructs';
import { TEMPLATES } from '../src/templates';

jest.setTimeout(60_000);

const README = readFileSync(join(__dirname, '../../packages/handlers/README.md'), 'utf8');
const [, EXAMPLE = ''] = /```yaml\n(canaries:[\s\S]*?)```/.exec(README) ?? [];

interface Canary {
  readonly Type: string;
  readonly Properties: { readonly Name: string; readonly RuntimeVersion: string; readonly RunConfig: { readonly EnvironmentVariables: Readonly<Record<string, string>> } };
}

test('the canary with a browser of the README synthesizes, with its steps in order and the name of its secret', () => {
  const text = `version: 1
name: checkout
template: serverless-monitoring
owner: checkout
environments: { dev: { account: "111111111111", region: us-east-1 } }
${EXAMPLE}`;
  const loaded = loadConfig({ text, file: 'observability.yml', templates: TEMPLATES });
  expect(loaded.ok ? [] : loaded.problems.map(formatProblem)).toEqual([]);
  const resources = (loaded.ok ? loaded.configs : []).flatMap((config) => synthesize(config, { validation: false }).stacks.flatMap(({ template }) => Object.values(template['Resources'] as Record<string, Canary>)));
  const canary = resources.find(({ Type, Properties }) => Type === 'AWS::Synthetics::Canary' && Properties.Name === 'acme-dev-checkout');
  expect(README).toContain(`the newest, ${canary?.Properties.RuntimeVersion}`);
  const { STEPS = '[]', ...environment } = canary?.Properties.RunConfig.EnvironmentVariables ?? {};
  expect(environment).toEqual({ URL: 'https://sandbox.example.com', REQUEST_TIMEOUT_MS: '28000', CERTIFICATE_DAYS: '14', TOKEN_SECRET: 'acme/dev/canary' });
  expect(JSON.parse(STEPS)).toEqual([
    { name: 'a1Create', path: '/v1/payments', method: 'POST', body: { amount: 1, currency: 'EUR' }, expectedStatus: 201, expectedFields: {}, save: { payment: 'payment_id' } },
    { name: 'b1Open', path: '/checkout/{payment}', expectedStatus: 200, browser: { waitFor: '#pay', fill: { '#email': 'canary@example.com' }, click: '#pay' } },
    { name: 'b2Done', expectedStatus: 200, browser: { expectedUrl: '/checkout/done', expectedText: 'Thank you' } },
  ]);
});
