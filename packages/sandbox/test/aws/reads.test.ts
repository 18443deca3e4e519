import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, deploy, REGION, startSandbox, template } from './fixture';

const resources = {
  Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/pay/a', RetentionInDays: 400 } },
  Filter: { Type: 'AWS::Logs::MetricFilter', Properties: { LogGroupName: { Ref: 'Group' }, FilterPattern: '', MetricTransformations: [{ MetricName: 'a', MetricNamespace: 'b', MetricValue: '1' }] } },
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'critical' } },
  Mail: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'email', Endpoint: 'a@example.com' } },
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'errors', ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, AlarmActions: [{ Ref: 'Topic' }] } },
  Any: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName: 'any', AlarmRule: 'ALARM("errors")' }, DependsOn: 'Alarm' },
  Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/acme/x', Type: 'String', Value: '21' } },
  Reader: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'reader',
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }] },
      Policies: [
        {
          PolicyName: 'read',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: ['logs:Describe*', 'cloudwatch:DescribeAlarms', 'cloudtrail:LookupEvents'], Resource: '*' },
              { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/acme/*` },
              { Effect: 'Allow', Action: 'sns:ListSubscriptionsByTopic', Resource: `arn:aws:sns:${REGION}:${ACCOUNT}:critical` },
              { Effect: 'Allow', Action: 'ecr:DescribeRepositories', Resource: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/images` },
            ],
          },
        },
      ],
    },
  },
  Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'images' } },
};

async function start() {
  const sandbox = await startSandbox();
  await deploy(sandbox, sandbox.cloudFormation(), 'app', template(resources));
  const { Credentials: given } = await sandbox.sts().send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/reader`, RoleSessionName: 'ci' }));
  const [accessKeyId, sessionToken] = [given?.AccessKeyId ?? '', given?.SessionToken ?? ''];
  const headers = (service: string) => ({ authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=x`, 'x-amz-security-token': sessionToken });
  return {
    ...sandbox,
    json: async (service: string, target: string, body: object) => {
      const response = await fetch(sandbox.url, { method: 'POST', headers: { ...headers(service), 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    query: async (service: string, form: Record<string, string>) => {
      const response = await fetch(sandbox.url, { method: 'POST', headers: headers(service), body: new URLSearchParams(form) });
      return { status: response.status, body: await response.text() };
    },
  };
}

test.each<[string, string, string, object, object]>([
  ['log groups', 'logs', 'Logs_20140328.DescribeLogGroups', { logGroupNamePrefix: '/pay' }, { logGroups: [{ logGroupName: '/pay/a', retentionInDays: 400, metricFilterCount: 1, arn: `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/pay/a:*` }] }],
  ['parameters', 'ssm', 'AmazonSSM.GetParameter', { Name: '/acme/x' }, { Parameter: { Name: '/acme/x', Value: '21', Type: 'String' } }],
  ['alarms', 'monitoring', 'GraniteServiceVersion20100801.DescribeAlarms', { AlarmNames: ['errors'] }, { MetricAlarms: [{ AlarmName: 'errors', StateValue: 'INSUFFICIENT_DATA', ActionsEnabled: true, AlarmActions: [`arn:aws:sns:${REGION}:${ACCOUNT}:critical`] }], CompositeAlarms: [] }],
  ['resource policies', 'logs', 'Logs_20140328.DescribeResourcePolicies', {}, { resourcePolicies: [] }],
  ['no trail events', 'cloudtrail', 'CloudTrail_20131101.LookupEvents', {}, { Events: [] }],
  ['repositories', 'ecr', 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories', { repositoryNames: ['images'] }, { repositories: [{ repositoryName: 'images', repositoryUri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/images` }] }],
])('%s of the stacks are told', async (_, service, target, body, expected) => {
  const { json } = await start();
  await expect(json(service, target, body)).resolves.toMatchObject({ status: 200, body: expected });
});

test('a parameter that is not there is refused', async () => {
  const { json } = await start();
  await expect(json('ssm', 'AmazonSSM.GetParameter', { Name: '/acme/y' })).resolves.toEqual({ status: 400, body: { __type: 'ParameterNotFound', message: 'Parameter /acme/y not found.' } });
});

test('a parameter beyond the permissions is refused', async () => {
  const { json } = await start();
  await expect(json('ssm', 'AmazonSSM.GetParameter', { Name: '/other' })).resolves.toMatchObject({ status: 403, body: { __type: 'AccessDenied' } });
});

test('a subscription by mail waits for its confirmation', async () => {
  const { query } = await start();
  const { status, body } = await query('sns', { Action: 'ListSubscriptionsByTopic', TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:critical` });
  expect(status).toBe(200);
  expect(body).toContain('<SubscriptionArn>PendingConfirmation</SubscriptionArn>');
  expect(body).toContain('<Endpoint>a@example.com</Endpoint>');
});

test('a subscription by mail is confirmed once its receiver has answered', async () => {
  const { aws, query } = await start();
  aws.confirmSubscriptions(ACCOUNT);
  const { body } = await query('sns', { Action: 'ListSubscriptionsByTopic', TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:critical` });
  expect(body).toMatch(new RegExp(`<SubscriptionArn>arn:aws:sns:${REGION}:${ACCOUNT}:critical:[^<]+</SubscriptionArn>`));
});

const alarmNames = (answer: Record<string, unknown>) => ['MetricAlarms', 'CompositeAlarms'].flatMap((list) => (answer[list] as { AlarmName: string }[]).map(({ AlarmName }) => `${list} ${AlarmName}`));

test('composite alarms are told to who asks for them, page by page', async () => {
  const { json } = await start();
  const describe = async (more: object) => (await json('monitoring', 'GraniteServiceVersion20100801.DescribeAlarms', more)).body;
  expect(alarmNames(await describe({}))).toEqual(['MetricAlarms errors']);
  const all = { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 1 };
  const first = await describe(all);
  const second = await describe({ ...all, NextToken: first['NextToken'] });
  expect([first, second].map(alarmNames)).toEqual([['MetricAlarms errors'], ['CompositeAlarms any']]);
  expect(second['NextToken']).toBeUndefined();
});

test('what somebody changed by hand is told in place of what the template says', async () => {
  const { aws, json } = await start();
  aws.editByHand(ACCOUNT, REGION, 'errors', { ActionsEnabled: false });
  const { body } = await json('monitoring', 'GraniteServiceVersion20100801.DescribeAlarms', { AlarmNames: ['errors'] });
  expect(body).toMatchObject({ MetricAlarms: [{ AlarmName: 'errors', ActionsEnabled: false, EvaluationPeriods: 1 }] });
});

test.each<[string, (sandbox: Awaited<ReturnType<typeof start>>) => Promise<{ status: number; body: unknown }>, number, string]>([
  ['JSON action', async ({ json }) => json('logs', 'Logs_20140328.PutLogEvents', {}), 400, 'The sandbox has no logs:PutLogEvents'],
  ['CloudFormation action', async ({ query }) => query('cloudformation', { Action: 'DetectStackDrift' }), 400, 'The action DetectStackDrift is not valid for this endpoint'],
  ['STS action', async ({ query }) => query('sts', { Action: 'GetFederationToken' }), 400, 'The sandbox has no sts:GetFederationToken'],
])('an unknown %s is an error', async (_, call, status, message) => {
  const answer = await call(await start());
  expect(answer.status).toBe(status);
  expect(JSON.stringify(answer.body)).toContain(message);
});

test('a request without signature is refused', async () => {
  const { url } = await start();
  const response = await fetch(`${url}/assets`);
  await expect(response.json()).resolves.toMatchObject({ __type: 'MissingAuthenticationToken' });
  expect(response.status).toBe(403);
});
