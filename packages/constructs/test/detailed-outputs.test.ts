import { ALERTS, homeTemplate } from './home-stack';

type Sections = Readonly<Record<string, unknown>>;
const outputsOf = (sections: Sections) => (homeTemplate({ ...sections, outputs: { detailed: true } }).toJSON() as { Outputs: Record<string, { Value: unknown }> }).Outputs;
const GROUP = { encryption: { keys: { logs: {} } }, logs: { encryptionKey: 'logs', groups: { app: { logGroupName: '/acme/{env}/app' } } } };

test('an id is the path of the construct, so that another resource leaves it alone', () => {
  const one = Object.keys(outputsOf(GROUP));
  expect(one).toEqual(['Environment', 'StackName', 'AppLogGroupName', 'EncryptionLogsKeyId', 'EncryptionLogsKeyArn', 'LogsAppLogGroupName', 'LogsAppLogGroupArn']);
  const more = Object.keys(outputsOf({ ...GROUP, logs: { ...GROUP.logs, groups: { ...GROUP.logs.groups, aaa: { logGroupName: '/acme/{env}/aaa' } } } }));
  expect(one.filter((id) => !more.includes(id))).toEqual([]);
});

test('a construct in one of the same name is said once, as in its logical id', () => {
  expect(Object.keys(outputsOf(ALERTS))).toEqual(expect.arrayContaining(['NotificationsCriticalTopicArn', 'NotificationsCriticalTopicName']));
});

test('values are attributes of the resource', () => {
  expect(outputsOf(GROUP)).toMatchObject({
    EncryptionLogsKeyId: { Value: { Ref: expect.stringMatching(/^EncryptionlogsKey/) as unknown } },
    LogsAppLogGroupArn: { Value: { 'Fn::GetAtt': [expect.stringMatching(/^LogsappLogGroup/), 'Arn'] } },
  });
});

test('alarms by kind', () => {
  const metric = { severity: 'warning', metric: { name: 'A', namespace: 'Acme' }, missingData: 'notBreaching' };
  const alarms = {
    count: { ...metric, alarmName: 'count', countAbove: 1 },
    band: { ...metric, alarmName: 'band', statistic: 'Sum', anomalyBandWidth: 2 },
    rate: { alarmName: 'rate', severity: 'warning', errorRatePercent: 1, minimumSamples: 20, errors: { name: 'E', namespace: 'Acme' }, total: { name: 'T', namespace: 'Acme' }, missingData: 'notBreaching' },
    both: { alarmName: 'both', severity: 'warning', when: { all: ['count', 'band'] } },
  };
  const outputs = outputsOf({ alarms });
  expect(['AlarmNames', 'CompositeAlarmNames', 'AnomalyAlarmNames', 'MathAlarmNames'].map((id) => outputs[id]?.Value)).toEqual(['band,count,rate', 'both', 'band', 'rate']);
});

test('a list of nothing is left out', () => {
  expect(Object.keys(outputsOf({}))).toEqual(['Environment', 'StackName']);
});
