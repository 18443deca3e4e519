import { alertContext, routeOf } from '../../src/notifications/alert-context';
import { configOf, type Where } from '../config-of';

type Changes = Readonly<Record<string, unknown>>;
const WIDGETS = { note: { type: 'text', x: 0, y: 0, width: 6, height: 6, markdown: 'x' } };
const dashboards = (...ids: readonly string[]) => ({ dashboards: Object.fromEntries(ids.map((id) => [id, { dashboardName: `acme-{env}-${id}`, widgets: WIDGETS }])) });
const logs = (groups: Readonly<Record<string, unknown>>) => ({ encryption: { keys: { logs: {} } }, logs: { encryptionKey: 'logs', groups } });
const contextOf = (sections: Changes, where: Where = {}, others: Readonly<Record<string, string>> = {}) => alertContext(configOf(sections, where), 'warning', 'slack', others);
const bytesOf = (variables: object) => Object.entries(variables).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + String(value)), 0);

test('a route names system, environment, severity and channel', () => {
  expect(routeOf(configOf({}), 'critical', 'webhooks.ops')).toBe('acme/dev/critical/webhooks.ops');
});

test('without dashboards and logs there are the route and the namespace', () => {
  expect(contextOf({})).toEqual({ ROUTE: 'acme/dev/warning/slack', ALERT_METRICS_NAMESPACE: 'PaymentObservability/Alerts', LOG_GROUPS: '[]' });
});

test.each([
  ['the main one', ['zebra', 'overview', 'alpha'], 'acme-dev-overview'],
  ['else the first by its id', ['zebra', 'alpha'], 'acme-dev-alpha'],
  ['none', [], undefined],
])('the dashboard an alert leads to: %s', (_, ids, name) => {
  expect(contextOf(dashboards(...ids))['DASHBOARD']).toBe(name);
});

test('of several Regions each leads to its own dashboard, never to one of all Regions', () => {
  const config = configOf({ dashboards: { ...dashboards('regional').dashboards, overview: { dashboardName: 'acme-{env}-global', crossRegion: true, widgets: WIDGETS } } }, { regions: ['eu-west-1', 'us-east-1'] });
  expect([config, ...config.elsewhere].map((one) => alertContext(one, 'warning', 'slack', {})['DASHBOARD'])).toEqual(['acme-dev-regional', 'acme-dev-regional-us-east-1']);
});

test('log groups by their ids, created and existing', () => {
  expect(contextOf(logs({ processing: { logGroupName: '/acme/{env}/processing' }, api: { existing: '/aws/lambda/api' } }))['LOG_GROUPS']).toBe('["/aws/lambda/api","/acme/dev/processing"]');
});

test('the first log groups only, so that all variables stay within 4 KB', () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`g${100 + index}`, { existing: `/aws/lambda/${'x'.repeat(80)}-${100 + index}` }]));
  const others = { ENDPOINT_URL: `https://ops.example.com/${'y'.repeat(1000)}` };
  const context = contextOf(logs(many), {}, others);
  const names = JSON.parse(context['LOG_GROUPS'] ?? '') as string[];
  expect(names[0]).toBe(`/aws/lambda/${'x'.repeat(80)}-100`);
  const bytes = bytesOf({ ...others, ...context });
  expect([bytes <= 3800, bytes + `,"${names[0]}"`.length > 3800]).toEqual([true, true]);
  expect(contextOf(logs(many), {}, { ENDPOINT_URL: 'z'.repeat(3800) })['LOG_GROUPS']).toBe('[]');
});
