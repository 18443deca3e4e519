import { asList, asObject, flatText, referencedId, resourcesOf, statementsOf } from '../stack-json';
import { each, type Invariant } from './invariant';

/** For each type that answers requests: the type of its policy, and the property that says whose it is. */
const POLICY_OF = {
  'AWS::S3::Bucket': ['AWS::S3::BucketPolicy', 'Bucket'],
  'AWS::SNS::Topic': ['AWS::SNS::TopicPolicy', 'Topics'],
  'AWS::SQS::Queue': ['AWS::SQS::QueuePolicy', 'Queues'],
} as const;

const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

export const STORAGE_INVARIANTS: readonly Invariant[] = [
  each(
    'every log group has a customer key, a retention and a name',
    ['AWS::Logs::LogGroup'],
    ({ KmsKeyId, RetentionInDays, LogGroupName }) => KmsKeyId !== undefined && RetentionInDays !== undefined && LogGroupName !== undefined,
  ),
  {
    name: 'every function writes into a log group that has a retention: one it names, or one of the stack with the name that Lambda would give',
    violations(stack) {
      const groups = resourcesOf(stack, 'AWS::Logs::LogGroup').map(([, { LogGroupName }]) => flatText(LogGroupName));
      return resourcesOf(stack, 'AWS::Lambda::Function')
        .filter(([, { LoggingConfig, FunctionName }]) => asObject(LoggingConfig)['LogGroup'] === undefined && !groups.includes(`/aws/lambda/${flatText(FunctionName)}`))
        .map(([id]) => id);
    },
  },
  each('no bucket is public', ['AWS::S3::Bucket'], ({ PublicAccessBlockConfiguration }) => PUBLIC_ACCESS.every((name) => asObject(PublicAccessBlockConfiguration)[name] === true)),
  each('every bucket is encrypted', ['AWS::S3::Bucket'], ({ BucketEncryption }) => BucketEncryption !== undefined),
  each('every topic has a customer key', ['AWS::SNS::Topic'], ({ KmsMasterKeyId }) => KmsMasterKeyId !== undefined && !flatText(KmsMasterKeyId).includes('alias/aws/')),
  each('every queue is encrypted', ['AWS::SQS::Queue'], ({ KmsMasterKeyId, SqsManagedSseEnabled }) => KmsMasterKeyId !== undefined || SqsManagedSseEnabled === true),
  each('every stream is encrypted', ['AWS::Kinesis::Stream'], ({ StreamEncryption }) => asObject(StreamEncryption)['EncryptionType'] === 'KMS'),
  each('every table is encrypted', ['AWS::DynamoDB::Table'], ({ SSESpecification }) => asObject(SSESpecification)['SSEEnabled'] === true),
  each('every key rotates', ['AWS::KMS::Key'], ({ EnableKeyRotation }) => EnableKeyRotation === true),
  {
    name: 'every bucket, topic and queue refuses what comes without TLS',
    violations: (stack) =>
      Object.entries(POLICY_OF).flatMap(([type, [policyType, owner]]) => {
        const guarded = resourcesOf(stack, policyType)
          .filter(([, { PolicyDocument }]) => statementsOf(PolicyDocument).some(refusesPlainText))
          .flatMap(([, policy]) => asList(policy[owner]).map(referencedId));
        return resourcesOf(stack, type).filter(([id]) => !guarded.includes(id)).map(([id]) => id);
      }),
  },
];

function refusesPlainText({ Effect, Condition }: Readonly<Record<string, unknown>>): boolean {
  return Effect === 'Deny' && String(asObject(asObject(Condition)['Bool'])['aws:SecureTransport']) === 'false';
}
