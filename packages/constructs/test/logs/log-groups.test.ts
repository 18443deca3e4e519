import { Template } from 'aws-cdk-lib/assertions';
import { EncryptionKeys } from '../../src/encryption/encryption-keys';
import { LogGroups } from '../../src/logs/log-groups';
import { notesOf } from '../../src/notes';
import { SOURCE_METADATA, writeSources } from '../../src/source';
import { configOf, type Where } from '../config-of';
import { stackOf } from '../stack-of';

const NAMESPACE = { metrics: { namespace: 'Acme/dev' } };
const processing = { processing: { logGroupName: '/acme/dev/processing' } };
const filter = { filterName: 'errors', group: 'processing', match: { level: 'ERROR' }, metricName: 'Errors' };

function logsOf(logs: Record<string, unknown>, { where = {}, rest = NAMESPACE }: { where?: Where; rest?: Record<string, unknown> } = {}) {
  const config = configOf({ encryption: { keys: { logs: {} } }, logs: { encryptionKey: 'logs', groups: processing, ...logs }, ...rest }, where);
  if (!config.logs) throw new Error('no logs');
  const stack = stackOf(config);
  const keys = new EncryptionKeys(stack, 'Encryption', { config });
  const groups = new LogGroups(stack, 'Logs', { config, logs: config.logs, keys });
  return { stack, groups };
}
const templateOf = (...given: Parameters<typeof logsOf>) => Template.fromStack(logsOf(...given).stack);
const keyId = (template: Template) => Object.keys(template.findResources('AWS::KMS::Key'))[0];

describe('log groups', () => {
  test('a created group has name, retention, key and component', () => {
    const template = templateOf({ retentionDays: 400, groups: { processing: { logGroupName: '/acme/dev/processing', component: 'processing' } } });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/acme/dev/processing',
      RetentionInDays: 400,
      KmsKeyId: { 'Fn::GetAtt': [keyId(template), 'Arn'] },
      Tags: [{ Key: 'Component', Value: 'processing' }],
    });
  });

  test('a group can keep its events longer than the section says', () => {
    templateOf({ groups: { processing: { logGroupName: '/p', retentionDays: 365 } } }).hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  });

  test.each([
    [true, 'RetainExceptOnCreate', 'Retain'],
    [false, 'Delete', 'Delete'],
  ])('protected %s: the deletion policy is %s', (isProtected, DeletionPolicy, UpdateReplacePolicy) => {
    templateOf({}, { where: { protected: isProtected } }).hasResource('AWS::Logs::LogGroup', { DeletionPolicy, UpdateReplacePolicy });
  });

  test('the key lets CloudWatch Logs use it for exactly the created groups', () => {
    const { stack, groups } = logsOf({ groups: { ...processing, lambda: { existing: '/aws/lambda/acme' } } });
    groups.functionLogGroup(stack, 'Notifier', 'acme-notifier');
    Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: [
          { Action: 'kms:*' },
          {
            Sid: 'AllowCloudWatchLogs',
            Condition: {
              ArnLike: {
                'kms:EncryptionContext:aws:logs:arn': [
                  'arn:aws:logs:eu-west-1:111111111111:log-group:/acme/dev/processing',
                  'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/acme-notifier',
                ],
              },
            },
          },
        ],
      },
    });
  });

  test('an existing group is not created, but filters and queries attach to it by name', () => {
    const template = templateOf({
      groups: { processing: { existing: '/there/already', masked: false } },
      metricFilters: { errors: filter },
      queries: { failures: { queryName: 'failures', groups: ['processing'], query: 'fields @message' } },
    });
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.hasResourceProperties('AWS::Logs::MetricFilter', { LogGroupName: '/there/already' });
    template.hasResourceProperties('AWS::Logs::QueryDefinition', { LogGroupNames: ['/there/already'] });
  });

  test('names and ARNs of created and existing groups; an unknown id is a defect', () => {
    const { groups } = logsOf({ groups: { ...processing, lambda: { existing: '/aws/lambda/acme' } } });
    expect(groups.logGroupName('processing')).toBe('/acme/dev/processing');
    expect(groups.logGroupName('lambda')).toBe('/aws/lambda/acme');
    expect(groups.logGroupArn('lambda')).toBe('arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/acme');
    expect(() => groups.logGroupName('nope')).toThrow('logs.groups.nope: no such log group; the loader should have refused the config');
  });

  test('the group of a function of ours has the name Lambda gives it, and the key and retention of the section', () => {
    const { stack, groups } = logsOf({ retentionDays: 400, groups: {} });
    groups.functionLogGroup(stack, 'Notifier', 'acme-notifier');
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/acme-notifier', RetentionInDays: 400, KmsKeyId: { 'Fn::GetAtt': [keyId(template), 'Arn'] } });
  });

  test('logical ids do not depend on the order of the groups', () => {
    const other = { other: { logGroupName: '/other' } };
    const ids = (groups: Record<string, unknown>) => Object.keys(templateOf({ groups }).findResources('AWS::Logs::LogGroup')).sort();
    expect(ids({ ...processing, ...other })).toEqual(ids({ ...other, ...processing }));
  });

  test('each resource says where it comes from', () => {
    const { stack } = logsOf({ metricFilters: { errors: filter } });
    writeSources(stack);
    const template = Template.fromStack(stack);
    template.hasResource('AWS::Logs::LogGroup', { Metadata: { [SOURCE_METADATA]: { section: 'logs', path: 'logs.groups.processing' } } });
    template.hasResource('AWS::Logs::MetricFilter', { Metadata: { [SOURCE_METADATA]: { section: 'logs', path: 'logs.metricFilters.errors' } } });
    template.hasResource('AWS::KMS::Key', { Metadata: { [SOURCE_METADATA]: { section: 'encryption', path: 'encryption.keys.logs' } } });
  });
});

describe('masking', () => {
  const masking = { managedIdentifiers: { cardNumber: 'CreditCardNumber' }, customIdentifiers: { pan: '[2-6][0-9]{12,18}' } };

  test('the policy audits and masks the same identifiers', () => {
    templateOf({ masking }).hasResourceProperties('AWS::Logs::LogGroup', {
      DataProtectionPolicy: {
        Name: 'masking',
        Version: '2021-06-01',
        Configuration: { CustomDataIdentifier: [{ Name: 'pan', Regex: '[2-6][0-9]{12,18}' }] },
        Statement: [
          { DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/CreditCardNumber', 'pan'], Operation: { Audit: { FindingsDestination: {} } } },
          { DataIdentifier: ['arn:aws:dataprotection::aws:data-identifier/CreditCardNumber', 'pan'], Operation: { Deidentify: { MaskConfig: {} } } },
        ],
      },
    });
  });

  test.each([
    ['masked: false', { masking, groups: { processing: { logGroupName: '/p', masked: false } } }],
    ['no section masking', {}],
    ['no identifier', { masking: {} }],
  ])('%s: no policy', (_title, logs) => {
    const [group] = Object.values(templateOf(logs).findResources('AWS::Logs::LogGroup')) as { Properties: Record<string, unknown> }[];
    expect(group?.Properties).not.toHaveProperty('DataProtectionPolicy');
  });

  test('an existing group is not masked, which a note says', () => {
    const { stack } = logsOf({ masking, groups: { processing: { existing: '/there' } } });
    expect(notesOf(stack)).toEqual([
      {
        title: 'Log group /there is not masked by this stack',
        text: 'An existing log group is never changed. Give it a data protection policy with the identifiers of logs.masking, or say masked: false here when it holds no card numbers.',
        path: 'logs.groups.processing',
      },
    ]);
  });

  test('an existing group that is not to be masked needs no note', () => {
    const { stack } = logsOf({ masking, groups: { processing: { existing: '/there', masked: false } } });
    expect(notesOf(stack)).toEqual([]);
  });
});

describe('metric filters', () => {
  const filtersOf = (metricFilters: Record<string, unknown>) =>
    (Object.values(templateOf({ metricFilters }).findResources('AWS::Logs::MetricFilter')) as { Properties: { FilterName: string; FilterPattern: string; MetricTransformations: unknown[] } }[]).map(
      ({ Properties }) => Properties,
    );

  test('a counter without dimensions has a default of 0', () => {
    expect(filtersOf({ errors: filter })).toEqual([
      {
        FilterName: 'errors',
        FilterPattern: '{ $.level = "ERROR" }',
        LogGroupName: { Ref: expect.stringMatching(/^Logsprocessing/) as string },
        MetricTransformations: [{ MetricNamespace: 'Acme/dev', MetricName: 'Errors', MetricValue: '1', Unit: 'Count', DefaultValue: 0 }],
      },
    ]);
  });

  test('a filter with dimensions has no default', () => {
    const [dimensioned] = filtersOf({ errors: { ...filter, dimensions: { ErrorType: 'error_type' } } });
    expect(dimensioned).toMatchObject({ FilterName: 'errors', FilterPattern: '{ $.level = "ERROR" && $.error_type = * }' });
    expect(dimensioned?.MetricTransformations).toEqual([
      { MetricNamespace: 'Acme/dev', MetricName: 'Errors', MetricValue: '1', Unit: 'Count', Dimensions: [{ Key: 'ErrorType', Value: '$.error_type' }] },
    ]);
  });

  test('rollup publishes the total by a second filter that does not ask for the dimensions', () => {
    const filters = filtersOf({ errors: { ...filter, dimensions: { ErrorType: 'error_type' }, rollup: true } });
    expect(filters.map(({ FilterName }) => FilterName)).toEqual(['errors', 'errors-total']);
    expect(filters[1]).toMatchObject({
      FilterPattern: '{ $.level = "ERROR" }',
      MetricTransformations: [{ MetricNamespace: 'Acme/dev', MetricName: 'Errors', MetricValue: '1', Unit: 'Count', DefaultValue: 0 }],
    });
  });

  test('rollup of a filter without dimensions adds nothing', () => {
    expect(filtersOf({ errors: { ...filter, rollup: true } })).toHaveLength(1);
  });

  test.each([
    ['a latency', { value: 'latency', unit: 'Milliseconds' }, '$.latency', 'Milliseconds'],
    ['a gauge', { value: 'active', unit: 'Count' }, '$.active', 'Count'],
    ['a weight', { value: 5, unit: 'Count' }, '5', 'Count'],
    ['a one that is no count', { value: 1, unit: 'None' }, '1', 'None'],
  ])('%s has no default', (_title, settings, MetricValue, Unit) => {
    const [measured] = filtersOf({ latency: { ...filter, ...settings } });
    expect(measured?.MetricTransformations).toEqual([{ MetricNamespace: 'Acme/dev', MetricName: 'Errors', MetricValue, Unit }]);
  });

  const filters = (count: number, more: Record<string, unknown> = {}) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`filter${index}`, { ...filter, ...more, filterName: `filter-${index}` }]));

  test('100 filters fit on a group', () => {
    expect(filtersOf(filters(100))).toHaveLength(100);
  });

  test('a filter needs a namespace', () => {
    expect(() => logsOf({ metricFilters: { errors: filter } }, { rest: {} })).toThrow('logs.metricFilters.errors: a metric filter needs metrics.namespace; write it, or switch the filter off');
  });
});

test('saved queries run over the groups they name, as written', () => {
  const query = 'fields @timestamp\n| limit 5';
  templateOf({ groups: { ...processing, lambda: { existing: '/aws/lambda/acme' } }, queries: { failures: { queryName: 'failures', groups: ['processing', 'lambda'], query } } }).hasResourceProperties(
    'AWS::Logs::QueryDefinition',
    { Name: 'failures', QueryString: query, LogGroupNames: ['/acme/dev/processing', '/aws/lambda/acme'] },
  );
});
