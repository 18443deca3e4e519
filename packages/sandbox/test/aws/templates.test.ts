import { CreateChangeSetCommand, CreateStackCommand, GetTemplateSummaryCommand, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { ACCOUNT, deploy, events, logGroup, REGION, startSandbox, template } from './fixture';

// the first use of the schema validator and of the policy evaluator takes seconds on a busy machine
jest.setTimeout(30_000);

type Json = Record<string, unknown>;
const topic = (Properties: Json = {}) => ({ Type: 'AWS::SNS::Topic', Properties });
const role = (Properties: Json = {}) => ({ Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] }, ...Properties } });
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`T${index}`, topic()]));

describe('a template is refused', () => {
  test.each<[string, string, string]>([
    ['without resources', '{"Resources":{}}', 'Template format error: At least one Resources member must be defined.'],
    ['with an unknown section', '{"Ressources":{}}', 'Invalid template property or properties [Ressources]'],
    ['that is not well-formed', 'Resources:\n  A: [', 'Template format error: YAML not well-formed. (line 2, column 7)'],
    ['with an unknown type', template({ A: { Type: 'AWS::Logs::Group' } }), 'Template format error: Unrecognized resource types: [AWS::Logs::Group]'],
    ['without a type', template({ A: {} }), '[/Resources/A] Every Resources object must contain a Type member.'],
    ['with a misspelt member', template({ A: { ...topic(), Propertis: {} } }), "Invalid template resource property 'Propertis'"],
    ['with null', template({ A: topic({ TopicName: null }) }), "Template format error: [/Resources/A/Properties/TopicName] 'null' values are not allowed in templates"],
    ['with a dangling Ref', template({ A: topic({ TopicName: { Ref: 'B' } }) }), 'Template format error: Unresolved resource dependencies [B] in the Resources block of the template'],
    ['with a dangling Sub', template({ A: topic({ TopicName: { 'Fn::Sub': '${C}-${AWS::Region}' } }) }), 'Template format error: Unresolved resource dependencies [C] in the Resources block of the template'],
    ['with a dangling DependsOn', template({ A: { ...topic(), DependsOn: ['D'] } }), 'Template format error: Unresolved resource dependencies [D] in the Resources block of the template'],
    ['with a dangling output', template({ A: topic() }, { Outputs: { O: { Value: { Ref: 'E' } } } }), 'Template format error: Unresolved resource dependencies [E] in the Outputs block of the template'],
    ['with an attribute the type does not have', template({ A: topic(), B: topic({ TopicName: { 'Fn::GetAtt': ['A', 'Arn'] } }) }), 'Template error: resource A does not support attribute type Arn in Fn::GetAtt'],
    ['with a circle', template({ A: topic({ TopicName: { 'Fn::GetAtt': ['B', 'TopicName'] } }), B: topic({ TopicName: { Ref: 'A' } }) }), 'Circular dependency between resources: [A, B]'],
    ['with an unknown condition', template({ A: { ...topic(), Condition: 'IsProd' } }), 'Template format error: Unresolved condition dependency IsProd in the Resources block of the template'],
    ['with 501 resources', template(many(501)), 'Template format error: Number of resources, 501, is greater than maximum allowed, 500'],
    ['with a transform', template({ A: topic() }, { Transform: 'AWS::Serverless-2016-10-31' }), 'The sandbox runs no transforms, found Transform "AWS::Serverless-2016-10-31"'],
    ['with an unknown deletion policy', template({ A: { ...topic(), DeletionPolicy: 'Keep' } }), 'Template format error: Unrecognized DeletionPolicy Keep for resource A'],
  ])('%s', async (_, TemplateBody, message) => {
    const client = (await startSandbox()).cloudFormation();
    const send = client.send(new CreateChangeSetCommand({ StackName: 'app', ChangeSetName: 'c', ChangeSetType: 'CREATE', TemplateBody }));
    await expect(send).rejects.toMatchObject({ name: 'ValidationError', message: expect.stringContaining(message) as string });
  });

  test('with 51,201 bytes inline, and taken with 51,200', async () => {
    const client = (await startSandbox()).cloudFormation();
    const body = template({ A: topic() });
    const sized = (bytes: number) => body + ' '.repeat(bytes - body.length);
    await expect(client.send(new ValidateTemplateCommand({ TemplateBody: sized(51_200) }))).resolves.toBeDefined();
    await expect(client.send(new ValidateTemplateCommand({ TemplateBody: sized(51_201) }))).rejects.toThrow(/failed to satisfy constraint: Member must have length less than or equal to 51200$/);
  });

  test('with more than 1 MiB in S3, and taken with exactly that', async () => {
    const sandbox = await startSandbox();
    await deploy(sandbox, sandbox.cloudFormation(), 'bucket', template({ B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'templates' } } }));
    const body = template({ A: topic() });
    const put = async (Key: string, bytes: number) => sandbox.s3().send(new PutObjectCommand({ Bucket: 'templates', Key, Body: body + ' '.repeat(bytes - body.length) }));
    await put('fits', 1_048_576);
    await put('not', 1_048_577);
    const validate = async (url: string) => sandbox.cloudFormation().send(new ValidateTemplateCommand({ TemplateURL: url }));
    await expect(validate(`https://s3.${REGION}.amazonaws.com/templates/fits`)).resolves.toBeDefined();
    await expect(validate('https://templates.s3.eu-west-1.amazonaws.com/fits')).resolves.toBeDefined();
    await expect(validate(`${sandbox.url}/templates/not`)).rejects.toThrow('Template may not exceed 1048576 bytes in size.');
    await expect(validate(`${sandbox.url}/templates/absent`)).rejects.toThrow('S3 error: The specified key does not exist.');
  });
});

describe('a resource fails', () => {
  test.each<[string, Json, string]>([
    ['with an unknown property', logGroup({ RetentionDays: 3 }), 'Encountered unsupported property RetentionDays'],
    ['without a required property', { Type: 'AWS::Logs::MetricFilter', Properties: { FilterPattern: '', LogGroupName: 'x' } }, 'Properties validation failed for resource A with message:\n#: required key [MetricTransformations] not found'],
    [
      'with an unknown nested property',
      { Type: 'AWS::Logs::MetricFilter', Properties: { FilterPattern: '', LogGroupName: 'x', MetricTransformations: [{ MetricName: 'a', MetricNamespace: 'b', MetricValue: '1', Value: 1 }] } },
      'Properties validation failed for resource A with message:\n#/MetricTransformations/0: extraneous key [Value] is not permitted',
    ],
    ['with a list where a text belongs', logGroup({ LogGroupName: ['a'] }), 'Properties validation failed for resource A with message:\n#/LogGroupName: expected type: String, found: JSONArray'],
    ['with a key that does not admit Logs', logGroup({ LogGroupName: '/a', KmsKeyId: 'arn:aws:kms:eu-west-1:1:key/1' }), `The specified KMS key does not exist or is not allowed to be used with Arn 'arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/a'`],
    ['when its code is not in the bucket', { Type: 'AWS::Lambda::Function', Properties: { Role: 'r', Code: { S3Bucket: 'b', S3Key: 'k' } } }, 'S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.'],
  ])('%s', async (_, resource, reason) => {
    const sandbox = await startSandbox();
    await deploy(sandbox, sandbox.cloudFormation(), 'app', template({ A: resource }));
    await expect(events(sandbox.cloudFormation(), 'app')).resolves.toContainEqual(expect.stringContaining(reason));
  });

  test('not when the key admits Logs for this log group', async () => {
    const sandbox = await startSandbox();
    const arn = { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:/pay*' };
    const admits = { Effect: 'Allow', Principal: { Service: `logs.${REGION}.amazonaws.com` }, Action: ['kms:Encrypt*', 'kms:GenerateDataKey*'], Resource: '*', Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn } } };
    const key = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Version: '2012-10-17', Statement: [admits] } } };
    const resources = (name: string) => template({ Key: key, A: logGroup({ LogGroupName: name, KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } }) });
    await expect(deploy(sandbox, sandbox.cloudFormation(), 'pay', resources('/pay/a'))).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    await expect(deploy(sandbox, sandbox.cloudFormation(), 'other', resources('/other'))).resolves.toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
  });
});

describe('capabilities', () => {
  test.each<[string, Json, string[], string | undefined]>([
    ['a role with a name', role({ RoleName: 'r' }), ['CAPABILITY_IAM'], 'CAPABILITY_NAMED_IAM'],
    ['a role without a name', role(), [], 'CAPABILITY_IAM'],
    ['a role without a name', role(), ['CAPABILITY_IAM'], undefined],
    ['a role with a name', role({ RoleName: 'r' }), ['CAPABILITY_NAMED_IAM'], undefined],
    ['a topic', topic(), [], undefined],
  ])('%s with %s%s needs %s', async (_, resource, capabilities, missing) => {
    const client = (await startSandbox()).cloudFormation();
    const send = client.send(new CreateStackCommand({ StackName: 'app', TemplateBody: template({ A: resource }), Capabilities: capabilities as 'CAPABILITY_IAM'[] }));
    const result = await send.then(() => undefined, (error: Error) => `${error.name}: ${error.message}`);
    expect(result).toBe(missing === undefined ? undefined : `InsufficientCapabilitiesException: Requires capabilities : [${missing}]`);
  });
});

describe('parameters', () => {
  const declared = { Env: { Type: 'String', AllowedValues: ['staging', 'prod'] }, Days: { Type: 'Number', Default: 30, MinValue: 1 }, Token: { Type: 'String', NoEcho: true, Default: 's3cret' }, Zones: { Type: 'CommaDelimitedList', Default: 'a, b' } };
  const body = template({ A: logGroup({ LogGroupName: { 'Fn::Sub': '/${Env}/${Token}' }, RetentionInDays: { Ref: 'Days' } }) }, { Parameters: declared, Outputs: { Zone: { Value: { 'Fn::Select': [1, { Ref: 'Zones' }] } } } });

  test('have defaults, allowed values and masks', async () => {
    const sandbox = await startSandbox();
    const stack = await deploy(sandbox, sandbox.cloudFormation(), 'app', body, { Parameters: [{ ParameterKey: 'Env', ParameterValue: 'prod' }] });
    expect(stack.Parameters).toEqual([
      { ParameterKey: 'Env', ParameterValue: 'prod' },
      { ParameterKey: 'Days', ParameterValue: '30' },
      { ParameterKey: 'Token', ParameterValue: '****' },
      { ParameterKey: 'Zones', ParameterValue: 'a, b' },
    ]);
    expect(stack.Outputs).toMatchObject([{ OutputKey: 'Zone', OutputValue: 'b' }]);
    expect(sandbox.aws.stack(ACCOUNT, REGION, 'app')?.resources['A']?.physicalId).toBe('/prod/s3cret');
  });

  test.each<[string, { ParameterKey: string; ParameterValue: string }[], string]>([
    ['a missing value', [], 'Parameters: [Env] must have values'],
    ['a value that is not allowed', [{ ParameterKey: 'Env', ParameterValue: 'dev' }], "Parameter 'Env' must be one of AllowedValues"],
    ['a number too small', [{ ParameterKey: 'Env', ParameterValue: 'prod' }, { ParameterKey: 'Days', ParameterValue: '0' }], "Parameter 'Days' must be a number not less than 1"],
    ['an unknown parameter', [{ ParameterKey: 'Env', ParameterValue: 'prod' }, { ParameterKey: 'Envv', ParameterValue: 'x' }], 'Parameters: [Envv] do not exist in the template'],
  ])('are refused for %s', async (_, Parameters, message) => {
    const client = (await startSandbox()).cloudFormation();
    await expect(client.send(new CreateStackCommand({ StackName: 'app', TemplateBody: body, Parameters }))).rejects.toMatchObject({ name: 'ValidationError', message });
  });
});

test('YAML with short forms is read', async () => {
  const sandbox = await startSandbox();
  const yaml = `
AWSTemplateFormatVersion: 2010-09-09
Parameters: { Env: { Type: String, Default: prod } }
Mappings: { Days: { prod: { keep: 400 }, staging: { keep: 30 } } }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsOther: !Not [!Condition IsProd]
Resources:
  Group:
    Type: AWS::Logs::LogGroup
    Properties:
      LogGroupName: !Sub '/\${Env}/\${AWS::AccountId}/\${!literal}'
      RetentionInDays: !FindInMap [Days, !Ref Env, keep]
      Tags: !If [IsProd, [{ Key: a, Value: !Join ['-', [x, !Ref AWS::Region]] }], !Ref AWS::NoValue]
  Absent: { Type: AWS::SNS::Topic, Condition: IsOther }
Outputs:
  Arn: { Value: !GetAtt Group.Arn }
  Second: { Value: !Select [1, !Split ['/', !Sub ['a/\${v}', { v: !Ref Group }]]] }
  Encoded: { Value: !Base64 hi }
  None: { Condition: IsOther, Value: x }
`;
  const stack = await deploy(sandbox, sandbox.cloudFormation(), 'app', yaml);
  const name = `/prod/${ACCOUNT}/\${literal}`;
  expect(stack.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])).toEqual([
    ['Arn', `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${name}:*`],
    ['Second', ''],
    ['Encoded', 'aGk='],
  ]);
  expect(sandbox.aws.stack(ACCOUNT, REGION, 'app')?.resources).toMatchObject({ Group: { properties: { RetentionInDays: 400, Tags: [{ Key: 'a', Value: `x-${REGION}` }] } } });
  expect(Object.keys(sandbox.aws.stack(ACCOUNT, REGION, 'app')?.resources ?? {})).toEqual(['Group']);
});

test('a dynamic reference stays text', async () => {
  const sandbox = await startSandbox();
  await deploy(sandbox, sandbox.cloudFormation(), 'app', template({ A: topic({ DisplayName: '{{resolve:secretsmanager:acme:SecretString:x}}' }) }));
  expect(sandbox.aws.stack(ACCOUNT, REGION, 'app')?.resources['A']?.properties).toEqual({ DisplayName: '{{resolve:secretsmanager:acme:SecretString:x}}' });
});

test('GetTemplateSummary tells types and capabilities', async () => {
  const client = (await startSandbox()).cloudFormation();
  const summary = await client.send(new GetTemplateSummaryCommand({ TemplateBody: template({ A: role({ RoleName: 'r' }), B: topic() }) }));
  expect(summary).toMatchObject({ ResourceTypes: ['AWS::IAM::Role', 'AWS::SNS::Topic'], Capabilities: ['CAPABILITY_NAMED_IAM'] });
});

describe('with schemas validated', () => {
  test.each<[string, Json, string]>([
    ['a retention that is no allowed value', logGroup({ RetentionInDays: 366 }), '#/RetentionInDays: 366 is not one of [1, 3, 5, 7, 14, 30,'],
    ['a name that does not match', logGroup({ LogGroupName: 'x y!' }), "#/LogGroupName: 'x y!' does not match pattern"],
    ['two statistics', { Type: 'AWS::CloudWatch::Alarm', Properties: { ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, Statistic: 'Sum', ExtendedStatistic: 'p99' } }, "'Statistic' should not be included with 'ExtendedStatistic'"],
  ])('%s is refused', async (_, resource, reason) => {
    const sandbox = await startSandbox({ validateSchemas: true });
    await deploy(sandbox, sandbox.cloudFormation(), 'app', template({ A: resource }));
    const log = await events(sandbox.cloudFormation(), 'app');
    expect(log.find((line) => line.startsWith('A CREATE_FAILED'))).toContain(reason);
  }, 30_000);

  test('what fits is made', async () => {
    const sandbox = await startSandbox({ validateSchemas: true });
    await expect(deploy(sandbox, sandbox.cloudFormation(), 'app', template({ A: logGroup({ RetentionInDays: 400, LogGroupName: '/a' }) }))).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  }, 30_000);
});
