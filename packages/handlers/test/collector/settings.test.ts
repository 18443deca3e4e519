import { collectorSettings } from '../../src/collector/settings';
import { SOURCES } from './world';

const COMPLETE = { NAMESPACE: 'acme/dev', ENVIRONMENT: 'dev', SERVICE: 'payment-processor', PERIOD_SECONDS: '300' };

test('M36 namespace, environment and what is to be measured', () => {
  const probes = [{ service: 'a', url: 'https://a.example.com/health', timeoutMs: 5000 }];
  expect(collectorSettings({ ...COMPLETE, PROBES: JSON.stringify(probes), TOTALS: JSON.stringify(SOURCES), WATERMARK_TABLE: 'table', DEMO: 'true' })).toEqual({
    namespace: 'acme/dev', environment: 'dev', service: 'payment-processor', periodSeconds: 300, probes, totals: { sources: SOURCES, watermarkTable: 'table' }, demo: true,
  });
  expect(collectorSettings(COMPLETE)).toMatchObject({ probes: [], totals: undefined, demo: false });
});

test.each<[string, Record<string, string>, string]>([
  ['nothing', { NAMESPACE: '', ENVIRONMENT: '', SERVICE: '', PERIOD_SECONDS: '' }, 'NAMESPACE: missing; ENVIRONMENT: missing; SERVICE: missing; PERIOD_SECONDS: missing; PERIOD_SECONDS: expected a multiple of 60, found ""'],
  ['an odd period', { PERIOD_SECONDS: '90' }, 'PERIOD_SECONDS: expected a multiple of 60, found "90"'],
  ['no period', { PERIOD_SECONDS: '0' }, 'PERIOD_SECONDS: expected a multiple of 60, found "0"'],
  ['broken JSON', { PROBES: '[' }, 'PROBES: expected JSON of a list of { service, url, timeoutMs }'],
  ['a probe without its time', { PROBES: '[{"service":"a","url":"https://a.example.com"}]' }, 'PROBES: expected JSON of a list of { service, url, timeoutMs }'],
  ['a probe of no URL', { PROBES: '[{"service":"a","url":"a","timeoutMs":1}]' }, 'PROBES: expected JSON of a list of { service, url, timeoutMs }'],
  ['totals of one metric', { TOTALS: JSON.stringify({ requests: SOURCES.requests }), WATERMARK_TABLE: 'table' }, 'TOTALS: expected JSON of a metric for each of requests, errors, volume, latency'],
  ['dimensions that are no text', { TOTALS: JSON.stringify({ ...SOURCES, errors: { ...SOURCES.errors, dimensions: { Api: 1 } } }), WATERMARK_TABLE: 'table' }, 'TOTALS: expected JSON of a metric for each of requests, errors, volume, latency'],
  ['totals without a table', { TOTALS: JSON.stringify(SOURCES) }, 'WATERMARK_TABLE: missing'],
])('an environment with %s is refused', (_, changes, problem) => {
  expect(() => collectorSettings({ ...COMPLETE, ...changes })).toThrow(`environment of the metric collector: ${problem}`);
});
