import { fullDiff } from '@aws-cdk/cloudformation-diff';
import { review, type PermissionChange, type Template } from '../../src/index';
import { input, resource, stack, template } from '../template';

type Statement = Readonly<Record<string, unknown>>;

const permissionsOf = (before: Template | undefined, after: Template): readonly PermissionChange[] => review(input([stack(before, after)])).stacks[0]?.permissions ?? [];

const meanings = (before: Template | undefined, after: Template): string[] => permissionsOf(before, after).map(({ change, meaning, isPublic, logicalId }) => `${logicalId} ${change} ${isPublic ? 'public ' : ''}${meaning}`);

const allow = (rest: Statement = {}): Statement => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*', ...rest });
const document = (...statements: Statement[]) => ({ Version: '2012-10-17', Statement: statements });
const policy = (...statements: Statement[]) => resource('AWS::IAM::Policy', { PolicyName: 'p', Roles: [{ Ref: 'Role' }], PolicyDocument: document(...statements) });
const role = (rest: Statement = {}) => resource('AWS::IAM::Role', { AssumeRolePolicyDocument: document(), ...rest });
const key = (...statements: Statement[]) => resource('AWS::KMS::Key', { KeyPolicy: document(...statements) });
const logsPolicy = (text: unknown) => resource('AWS::Logs::ResourcePolicy', { PolicyName: 'p', PolicyDocument: text });
const service = (name: string) => ({ Principal: { Service: name } });

const onRole = (...statements: Statement[]): Template => template({ Role: role(), P: policy(...statements) });

describe('the meaning of a statement', () => {
  test.each<[string, Template | undefined, Template, string[]]>([
    ['added to an existing role', onRole(allow()), onRole(allow(), allow({ Action: 's3:PutObject' })), ['P added broadened']],
    ['that comes with a new role', template({}), onRole(allow()), ['P added new']],
    ['in a new policy of an existing role', template({ Role: role() }), onRole(allow()), ['P added broadened']],
    ['in a new policy of a role outside of the stack', template({}), template({ P: resource('AWS::IAM::Policy', { Roles: ['admin'], PolicyDocument: document(allow()) }) }), ['P added broadened']],
    ['in a policy that is attached to one more role', template({ P: resource('AWS::IAM::Policy', { Roles: ['a'], PolicyDocument: document(allow()) }) }), template({ P: resource('AWS::IAM::Policy', { Roles: ['a', 'b'], PolicyDocument: document(allow()) }) }), ['P added broadened', 'P removed narrowed']],
    ['of a new role itself', undefined, template({ Role: role({ AssumeRolePolicyDocument: document({ Effect: 'Allow', Action: 'sts:AssumeRole', ...service('lambda.amazonaws.com') }) }) }), ['Role added new']],
    ['removed', onRole(allow()), onRole(), ['P removed narrowed']],
    ['whose actions are fewer', onRole(allow({ Action: ['s3:GetObject', 's3:PutObject'] })), onRole(allow()), ['P added narrowed', 'P removed narrowed']],
    ['whose wildcard becomes one action', onRole(allow({ Action: 's3:Get*' })), onRole(allow()), ['P added narrowed', 'P removed narrowed']],
    ['whose action becomes a wildcard', onRole(allow()), onRole(allow({ Action: 's3:Get*' })), ['P added broadened', 'P removed narrowed']],
    ['whose resource becomes everything', onRole(allow()), onRole(allow({ Resource: '*' })), ['P added broadened', 'P removed narrowed']],
    ['that loses its condition', onRole(allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })), onRole(allow()), ['P added broadened', 'P removed narrowed']],
    ['that gets a condition', onRole(allow()), onRole(allow({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })), ['P added narrowed', 'P removed narrowed']],
    ['whose condition takes one value more', onRole(allow({ Condition: { StringEquals: { k: 'a' } } })), onRole(allow({ Condition: { StringEquals: { k: ['a', 'b'] } } })), ['P added broadened', 'P removed narrowed']],
    ['whose condition takes one value less', onRole(allow({ Condition: { StringEquals: { k: ['a', 'b'] } } })), onRole(allow({ Condition: { StringEquals: { k: 'a' } } })), ['P added narrowed', 'P removed narrowed']],
    ['whose negated condition takes one value less', onRole(allow({ Condition: { StringNotEquals: { k: ['a', 'b'] } } })), onRole(allow({ Condition: { StringNotEquals: { k: 'a' } } })), ['P added broadened', 'P removed narrowed']],
    ['whose condition holds for all values, one less', onRole(allow({ Condition: { 'ForAllValues:StringEquals': { k: ['a', 'b'] } } })), onRole(allow({ Condition: { 'ForAllValues:StringEquals': { k: ['a'] } } })), ['P added narrowed', 'P removed narrowed']],
    ['whose condition holds for all values, one more', onRole(allow({ Condition: { 'ForAllValues:StringEquals': { k: 'a' } } })), onRole(allow({ Condition: { 'ForAllValues:StringEquals': { k: ['a', 'b'] } } })), ['P added broadened', 'P removed narrowed']],
    ['whose condition looks for another key', onRole(allow({ Condition: { StringEquals: { k: 'a' } } })), onRole(allow({ Condition: { StringEquals: { l: 'a' } } })), ['P added broadened', 'P removed narrowed']],
    ['whose number goes up', onRole(allow({ Condition: { NumericLessThan: { k: 10 } } })), onRole(allow({ Condition: { NumericLessThan: { k: 20 } } })), ['P added broadened', 'P removed narrowed']],
    ['whose number goes down', onRole(allow({ Condition: { NumericLessThan: { k: 20 } } })), onRole(allow({ Condition: { NumericLessThan: { k: 10 } } })), ['P added narrowed', 'P removed narrowed']],
    ['whose addresses are fewer', onRole(allow({ Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.168.0.0/16'] } } })), onRole(allow({ Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })), ['P added narrowed', 'P removed narrowed']],
    ['that two statements allowed', onRole(allow(), allow({ Action: 's3:PutObject' })), onRole(allow({ Action: ['s3:GetObject', 's3:PutObject'] })), ['P added narrowed', 'P removed narrowed', 'P removed narrowed']],
    ['that joins two statements of different resources', onRole(allow(), allow({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/*' })), onRole(allow({ Action: ['s3:GetObject', 's3:PutObject'], Resource: ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*'] })), ['P added broadened', 'P removed narrowed', 'P removed narrowed']],
    ['that moves into another policy of the role', template({ Role: role(), P: policy(allow()), Q: policy() }), template({ Role: role(), P: policy(), Q: policy(allow()) }), ['P removed narrowed', 'Q added narrowed']],
    ['that moves from the role into a policy of it', template({ Role: role({ Policies: [{ PolicyName: 'p', PolicyDocument: document(allow()) }] }) }), template({ Role: role(), P: policy(allow()) }), ['P added narrowed', 'Role removed narrowed']],
    ['that another role had', template({ Role: role(), Other: role(), Q: resource('AWS::IAM::Policy', { Roles: [{ Ref: 'Other' }], PolicyDocument: document(allow()) }), P: policy() }), template({ Role: role(), Other: role(), Q: resource('AWS::IAM::Policy', { Roles: [{ Ref: 'Other' }], PolicyDocument: document() }), P: policy(allow()) }), ['P added broadened', 'Q removed narrowed']],
    ['that denies, in the words of another', onRole({ ...allow(), Effect: 'Deny' }), onRole({ ...allow({ Action: 's3:*' }), Effect: 'Deny' }), ['P added narrowed', 'P removed narrowed']],
    ['that denies less', onRole({ ...allow({ Action: 's3:*' }), Effect: 'Deny' }), onRole({ ...allow(), Effect: 'Deny' }), ['P added narrowed', 'P removed broadened']],
    ['on KMS, by an identity', onRole(allow({ Action: 'kms:Decrypt', Resource: '*' })), onRole(allow({ Action: 'kms:*', Resource: '*' })), ['P added broadened', 'P removed narrowed']],
    ['that loses one of two conditions', onRole(allow({ Condition: { StringEquals: { k: 'a', l: 'b' } } })), onRole(allow({ Condition: { StringEquals: { k: 'a' } } })), ['P added broadened', 'P removed narrowed']],
    ['with NotAction that lists less', onRole(allow({ Action: undefined, NotAction: ['iam:*', 's3:*'] })), onRole(allow({ Action: undefined, NotAction: ['iam:*'] })), ['P added broadened', 'P removed narrowed']],
    ['that denies, removed', onRole({ ...allow(), Effect: 'Deny' }), onRole(), ['P removed broadened']],
    ['that denies, added', onRole(), onRole({ ...allow(), Effect: 'Deny' }), ['P added narrowed']],
    ['that denies, removed with its role', onRole({ ...allow(), Effect: 'Deny' }), template({}), ['P removed narrowed']],
    ['whose Sid alone changes', onRole(allow({ Sid: 'a' })), onRole(allow({ Sid: 'b' })), []],
    ['whose actions stand in another order', onRole(allow({ Action: ['a:b', 'c:d'] })), onRole(allow({ Action: ['c:d', 'a:b'] })), []],
    ['made by a condition function', onRole(), onRole({ 'Fn::If': ['C', allow(), { Ref: 'AWS::NoValue' }] }), ['P added broadened']],
  ])('%s', (_case, before, after, expected) => {
    expect(meanings(before, after)).toEqual(expected);
  });
});

describe('who a statement of a resource lets in', () => {
  const to = (AWS: unknown) => key(allow({ Action: 'kms:Decrypt', Resource: '*', Principal: { AWS } }));
  test.each<[string, unknown, unknown, string[]]>([
    ['one role of the account instead of all', 'arn:aws:iam::111111111111:root', 'arn:aws:iam::111111111111:role/app', ['X added narrowed', 'X removed narrowed']],
    ['all of the account instead of one role', 'arn:aws:iam::111111111111:role/app', '111111111111', ['X added broadened', 'X removed narrowed']],
    ['the account, written in another way', 'arn:aws:iam::111111111111:root', '111111111111', ['X added narrowed', 'X removed narrowed']],
    ['another account', '111111111111', '222222222222', ['X added broadened', 'X removed narrowed']],
    ['a role of the stack', '111111111111', { 'Fn::GetAtt': ['Role', 'Arn'] }, ['X added broadened', 'X removed narrowed']],
  ])('%s', (_case, before, after, expected) => {
    expect(meanings(template({ X: to(before) }), template({ X: to(after) }))).toEqual(expected);
  });

  test('other accounts are named, the own is not', () => {
    const [change] = review(input([{ ...stack(template({ X: key() }), template({ X: to(['111111111111', 'arn:aws:iam::222222222222:role/app']) })), account: '111111111111' }])).stacks[0]?.permissions ?? [];
    expect(change?.otherAccounts).toEqual(['222222222222']);
    expect(review(input([{ ...stack(template({ X: key() }), template({ X: to('222222222222') })), account: '111111111111' }])).findings.map(({ id, title }) => [id, title])).toEqual([
      ['cross-account-access', 'Account 222222222222 gets access through X: Allow kms:Decrypt for AWS 222222222222'],
      ['permission-broadened', 'Permissions of X are broadened: Allow kms:Decrypt for AWS 222222222222'],
    ]);
  });
});

describe('where statements are found', () => {
  const cloudwatch = allow({ Action: 'sns:Publish', Resource: '*', ...service('cloudwatch.amazonaws.com') });
  const document_ = (name: string) => ({ 'Fn::Join': ['', ['{"Statement":[{"Effect":"Allow","Principal":{"Service":"', name, '"},"Action":"logs:PutLogEvents","Resource":"arn:', { Ref: 'AWS::Partition' }, ':logs:*"}]}']] });
  const topicPolicy = (...statements: Statement[]) => resource('AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'T' }], PolicyDocument: document(...statements) });
  const queuePolicy = (...statements: Statement[]) => resource('AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'Q' }], PolicyDocument: document(...statements) });
  const registry = (...statements: Statement[]) => resource('AWS::ECR::Repository', { RepositoryName: 'r', RepositoryPolicyText: document(...statements) });
  const group = (...rules: object[]) => resource('AWS::EC2::SecurityGroup', { SecurityGroupIngress: rules });
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' };

  test.each<[string, object, object | undefined, object, string[]]>([
    ['a key policy', {}, key(), key(cloudwatch), ['X added broadened']],
    ['a topic policy', { T: resource('AWS::SNS::Topic') }, topicPolicy(), topicPolicy(cloudwatch), ['X added broadened']],
    ['a Logs resource policy, JSON in joined text', {}, logsPolicy(document_('a.amazonaws.com')), logsPolicy(document_('b.amazonaws.com')), ['X added broadened', 'X removed narrowed']],
    ['a new Logs resource policy for services', {}, undefined, logsPolicy(document_('events.amazonaws.com')), ['X added new']],
    ['a new Logs resource policy for an account', {}, undefined, logsPolicy(JSON.stringify(document(allow({ Principal: { AWS: '111111111111' } })))), ['X added broadened']],
    ['inline policies of a role', {}, role(), role({ Policies: [{ PolicyName: 'p', PolicyDocument: document(allow()) }] }), ['X added broadened']],
    ['managed policies of a role', {}, role(), role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }), ['X added broadened']],
    ['a boundary that goes', {}, role({ PermissionsBoundary: 'arn' }), role(), ['X removed broadened']],
    ['a bucket policy that denies plain HTTP, removed with its bucket left', { B: resource('AWS::S3::Bucket') }, resource('AWS::S3::BucketPolicy', { Bucket: { Ref: 'B' }, PolicyDocument: document({ ...allow(), Effect: 'Deny', Principal: '*' }) }), resource('AWS::SNS::Topic'), ['X removed broadened']],
    ['a queue policy', { Q: resource('AWS::SQS::Queue') }, queuePolicy(), queuePolicy(allow({ Action: 'sqs:SendMessage', ...service('events.amazonaws.com') })), ['X added broadened']],
    ['a bucket policy for everyone', { B: resource('AWS::S3::Bucket') }, undefined, resource('AWS::S3::BucketPolicy', { Bucket: { Ref: 'B' }, PolicyDocument: document(allow({ Principal: '*' })) }), ['X added public broadened']],
    ['a policy of an event bus that stays', { E: resource('AWS::Events::EventBus') }, undefined, resource('AWS::Events::EventBusPolicy', { EventBusName: { Ref: 'E' }, StatementId: 's', Statement: allow({ Action: 'events:PutEvents', Principal: { AWS: '111111111111' } }) }), ['X added broadened']],
    ['the policy of an image registry', {}, registry(), registry(allow({ Action: 'ecr:BatchGetImage', Resource: undefined, ...service('lambda.amazonaws.com') })), ['X added broadened']],
    ['a policy of a stream', { S: resource('AWS::Kinesis::Stream') }, undefined, resource('AWS::Kinesis::ResourcePolicy', { ResourceArn: { 'Fn::GetAtt': ['S', 'Arn'] }, ResourcePolicy: document(allow({ Principal: { AWS: '111111111111' } })) }), ['X added broadened']],
    ['a function permission', { F: resource('AWS::Lambda::Function') }, undefined, resource('AWS::Lambda::Permission', { FunctionName: { Ref: 'F' }, Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' }), ['X added broadened']],
    ['a public statement', {}, key(), key(allow({ Principal: { AWS: '*' } })), ['X added public broadened']],
    ['a public statement under a condition', {}, key(), key(allow({ Principal: '*', Condition: { StringEquals: { 'kms:CallerAccount': '1' } } })), ['X added broadened']],
    ['a rule of a security group', {}, group(https), group(https, { ...https, CidrIp: '0.0.0.0/0' }), ['X added public broadened']],
    ['a rule resource on a group outside', {}, undefined, resource('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', IpProtocol: '-1', CidrIp: '0.0.0.0/0' }), ['X added broadened']],
    ['no statement of a data protection policy', {}, resource('AWS::Logs::LogGroup'), resource('AWS::Logs::LogGroup', { DataProtectionPolicy: { Statement: [{ Effect: 'Allow', DataIdentifier: ['x'], Operation: {} }] } }), []],
  ])('%s', (_case, others, before, after, expected) => {
    expect(meanings(template({ ...others, ...(before ? { X: before } : {}) }), template({ ...others, X: after }))).toEqual(expected);
  });

  test('a change tells effect, principals, actions, resources and conditions as a person reads them', () => {
    const statement = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt'], Resource: { 'Fn::GetAtt': ['K', 'Arn'] }, Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } };
    expect(permissionsOf(template({ X: key() }), template({ X: key(statement) }))).toEqual([
      {
        logicalId: 'X',
        type: 'AWS::KMS::Key',
        change: 'added',
        meaning: 'broadened',
        isPublic: false,
        otherAccounts: [],
        effect: 'Allow',
        principals: ['Service cloudwatch.amazonaws.com'],
        actions: ['kms:Decrypt'],
        resources: ['${K.Arn}'],
        conditions: { StringEquals: { 'aws:SourceAccount': '${AWS::AccountId}' } },
      },
    ]);
  });

  test('a security-group rule tells its direction, ports and peer', () => {
    const rules = [https, { IpProtocol: 'tcp', FromPort: 1, ToPort: 9, SourceSecurityGroupId: { Ref: 'Other' } }, { IpProtocol: '-1', CidrIpv6: '::/0' }, { IpProtocol: 'udp', CidrIp: '10.0.0.1/32' }];
    expect(permissionsOf(template({}), template({ X: group(...rules) })).map(({ principals, actions }) => `${actions.join()} from ${principals.join()}`)).toEqual([
      'ingress tcp 443 from 10.0.0.0/8',
      'ingress tcp 1-9 from ${Other}',
      'ingress all traffic from ::/0',
      'ingress udp all ports from 10.0.0.1/32',
    ]);
  });

  test('shows at least what cloudformation-diff shows', () => {
    const before = template({ Role: role(), P: policy(allow()), T: resource('AWS::SNS::Topic'), X: topicPolicy(), K: key(allow()) });
    const after = template({
      Role: role({ ManagedPolicyArns: ['arn:a'], Policies: [{ PolicyName: 'p', PolicyDocument: document(allow({ Action: 'a:b' })) }] }),
      P: policy(allow({ Action: 'c:d' })),
      T: resource('AWS::SNS::Topic'),
      X: topicPolicy(cloudwatch),
      K: key(allow({ Principal: '*' })),
      L: resource('AWS::Lambda::Permission', { FunctionName: 'f', Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' }),
      G: group(https),
    });
    const { iamChanges, securityGroupChanges } = fullDiff(before, after);
    const theirs = [iamChanges.statements.additions, iamChanges.statements.removals, iamChanges.managedPolicies.additions, securityGroupChanges.ingress.additions].map((list) => list.length);
    expect(theirs).toEqual([5, 2, 1, 1]);
    expect(permissionsOf(before, after)).toHaveLength(9);
  });
});
