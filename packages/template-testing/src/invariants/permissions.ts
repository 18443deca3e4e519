import { asList, asObject, flatText, type Properties, resourcesOf, type StackJson, statementsOf } from '../stack-json';
import type { Invariant } from './invariant';

/** Actions whose permission AWS takes for `*` only, or that read what everybody in the account may know. */
const WITHOUT_RESOURCE: readonly string[] = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetSamplingStatisticSummaries',
  'xray:GetEncryptionConfig',
  'xray:PutEncryptionConfig',
  'cloudwatch:GetMetricData',
  'logs:DescribeLogGroups',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeVpcs',
  's3:ListAllMyBuckets',
  'ecr:GetAuthorizationToken',
];

/** Texts that hold a secret, or that CloudFormation would put one in for. */
const SECRET = /hooks\.slack\.com\/|\/integration\/[0-9a-f]{32}|AKIA[0-9A-Z]{16}|\{\{resolve:|BEGIN [A-Z ]*PRIVATE KEY/;
/** The address of a webhook is itself the secret, and SNS takes no other way to name it (property of a subscription). */
const REFERENCE = /^\{\{resolve:secretsmanager:[^}]+\}\}$/;

export const PERMISSION_INVARIANTS: readonly Invariant[] = [
  {
    name: 'no secret: no webhook, no routing key, no access key, no resolved secret',
    violations: (stack) =>
      resourcesOf(stack).flatMap(([id, properties, type]) => {
        const { Endpoint, ...others } = properties;
        const reference = type === 'AWS::SNS::Subscription' && REFERENCE.test(flatText(Endpoint));
        return SECRET.test(JSON.stringify(reference ? others : properties)) ? [id] : [];
      }),
  },
  {
    name: 'no role may do something to every resource, but what has no resource',
    violations: (stack) =>
      identityStatements(stack).flatMap(([id, statement]) =>
        statement['Effect'] === 'Allow' && asList(statement['Resource']).includes('*')
          ? asList(statement['Action']).filter((action) => !allowedEverywhere(String(action), statement)).map((action) => `${id}: ${String(action)}`)
          : [],
      ),
  },
  {
    name: 'no role may use every action of a service',
    violations: (stack) =>
      identityStatements(stack).flatMap(([id, statement]) =>
        statement['Effect'] === 'Allow' ? asList(statement['Action']).filter((action) => /^\*$|:\*$/.test(String(action))).map((action) => `${id}: ${String(action)}`) : [],
      ),
  },
  {
    name: 'no policy of a resource lets everybody in',
    violations: (stack) =>
      resourcesOf(stack)
        .flatMap(([id, properties]) => ['PolicyDocument', 'KeyPolicy', 'AssumeRolePolicyDocument', 'ResourcePolicy', 'RepositoryPolicyText'].map((name) => [id, properties[name]] as const))
        .flatMap(([id, document]) => statementsOf(document).filter(letsEverybodyIn).map(() => id)),
  },
];

/** Statements of every policy that a role, user or group has. */
function identityStatements(stack: StackJson): [id: string, statement: Properties][] {
  return resourcesOf(stack, 'AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy').flatMap(([id, { PolicyDocument, Policies }]) =>
    [PolicyDocument, ...asList(Policies).map((policy) => asObject(policy)['PolicyDocument'])].flatMap((document) => statementsOf(document).map((statement): [string, Properties] => [id, statement])),
  );
}

function allowedEverywhere(action: string, { Condition }: Properties): boolean {
  if (action === 'cloudwatch:PutMetricData') return asObject(asObject(Condition)['StringEquals'])['cloudwatch:namespace'] !== undefined;
  return WITHOUT_RESOURCE.includes(action);
}

function letsEverybodyIn({ Effect, Principal, Condition }: Properties): boolean {
  const everybody = Principal === '*' || asList(asObject(Principal)['AWS']).includes('*');
  return Effect === 'Allow' && everybody && Condition === undefined;
}
