import { INVARIANTS, type StackJson } from '@payment-observability/template-testing';
import { alarm, all, EVERYTHING, home, named, resourcesIn, rule, topicName, widget, world } from '../serverless-monitoring';

test('S31 one stack, a construct for each group', () => {
  expect(Object.keys(world.synthesize(EVERYTHING))).toEqual(['home']);
  const paths = resourcesIn(home).map(([, resource]) => (resource as unknown as { Metadata: { 'payment-observability': { section: string } } }).Metadata['payment-observability'].section);
  expect(new Set(paths)).toEqual(new Set(['encryption', 'logs', 'alarms', 'dashboards', 'contributors', 'budgets', 'tracing', 'canaries', 'audit', 'notifications', 'resources']));
});

test('S32 the Region is that of the environment, and private canaries have at least two zones', () => {
  expect(world.config().environment.region).toBe('us-east-1');
  expect(world.config('', 'eu-central-1').environment.region).toBe('eu-central-1');
  const network = (zone: number) => `canaries: { network: { vpcName: "payments-{env}", natGateways: one, publicSubnets: { a: { cidr: 10.0.1.0/24, zone: 0 } }, privateSubnets: { a: { cidr: 10.0.10.0/24, zone: 0 }, b: { cidr: 10.0.11.0/24, zone: ${zone} } } } }`;
  expect(Object.keys(world.config(network(1)).canaries?.network?.privateSubnets ?? {})).toEqual(['a', 'b']);
  expect(() => world.config(network(0))).toThrow('private subnets in at least two availability zones are required, found 1');
});

test.each(INVARIANTS.filter(({ name }) => /role|policy/.test(name)))('S33 least privilege: $name', ({ violations }) => {
  expect(violations(home.toJSON() as StackJson)).toEqual([]);
});

describe('S35 wiring', () => {
  test('S35 logs → metrics → alarms → topic → people', () => {
    const { MetricTransformations, LogGroupName } = all('AWS::Logs::MetricFilter').find(({ FilterName }) => String(FilterName).startsWith('payment-attempts')) as { MetricTransformations: [{ MetricName: string; MetricNamespace: string }]; LogGroupName: { Ref: string } };
    expect(resourcesIn(home).find(([id]) => id === LogGroupName.Ref)?.[1].Properties['LogGroupName']).toBe('/payments/dev/application');
    const properties = alarm('payments-dev-payment-failures');
    expect(JSON.stringify(properties['Metrics'])).toContain(JSON.stringify({ MetricName: MetricTransformations[0].MetricName, Namespace: MetricTransformations[0].MetricNamespace }));
    const topic = topicName((properties['AlarmActions'] as unknown[])[0]);
    expect(all('AWS::SNS::Subscription').filter(({ TopicArn }) => topicName(TopicArn) === topic).map(({ Protocol }) => Protocol).sort()).toEqual(['email', 'lambda']);
  });

  test('S35 API and Lambda → their metrics → alarms', () => {
    for (const name of ['payments-dev-api-4xx', 'payments-dev-api-5xx', 'payments-dev-lambda-errors']) expect(alarm(name)['AlarmActions']).toHaveLength(1);
  });

  test('S35 X-Ray → groups → dashboard', () => {
    const groups = all('AWS::XRay::Group').map(({ GroupName }) => GroupName).sort();
    expect(widget('payments-dev-real-time', 'Traces').metrics?.map((line) => line[3]).sort()).toEqual(groups);
  });

  test('S35 EventBridge → log group → dashboard', () => {
    const [target] = rule('payments-dev-alarm-states')['Targets'] as [{ Arn: string }];
    const group = target.Arn.split(':log-group:')[1] ?? '';
    expect(named('AWS::Logs::LogGroup', 'LogGroupName', group)).toBeDefined();
    expect(widget('payments-dev-real-time', 'Alarm and system events')['query']).toContain(`SOURCE '${group}'`);
  });
});
