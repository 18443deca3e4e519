import { isObject, type Json } from '../property/file';
import { listIn, objectsIn, planting, removal, type Mutation, type Place, type Planting } from './planting';

/** What holds data in the templates, and the property that is its name. */
const HOLDERS: Readonly<Record<string, string>> = {
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::KMS::Key': '',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Logs::LogStream': 'LogStreamName',
};

const TYPES = Object.keys(HOLDERS);
const isKept = (policy: unknown): boolean => policy === 'Retain' || policy === 'RetainExceptOnCreate' || policy === 'Snapshot';

/** Settings that protect data: where they are, and what is put in their place (undefined: they go). */
const SAFEGUARDS: readonly { readonly type: string; readonly path: readonly string[]; readonly weaker?: number | boolean }[] = [
  { type: 'AWS::Logs::LogGroup', path: ['KmsKeyId'] },
  { type: 'AWS::Logs::LogGroup', path: ['DataProtectionPolicy'] },
  { type: 'AWS::Logs::LogGroup', path: ['RetentionInDays'], weaker: 1 },
  { type: 'AWS::SNS::Topic', path: ['KmsMasterKeyId'] },
  { type: 'AWS::SQS::Queue', path: ['KmsMasterKeyId'] },
  { type: 'AWS::SQS::Queue', path: ['MessageRetentionPeriod'], weaker: 60 },
  { type: 'AWS::DynamoDB::Table', path: ['SSESpecification'] },
  { type: 'AWS::DynamoDB::Table', path: ['PointInTimeRecoverySpecification'] },
  { type: 'AWS::DynamoDB::Table', path: ['DeletionProtectionEnabled'] },
  { type: 'AWS::Kinesis::Stream', path: ['StreamEncryption'] },
  { type: 'AWS::Kinesis::Stream', path: ['RetentionPeriodHours'], weaker: 1 },
  { type: 'AWS::S3::Bucket', path: ['BucketEncryption'] },
  { type: 'AWS::S3::Bucket', path: ['VersioningConfiguration'] },
  { type: 'AWS::S3::Bucket', path: ['ObjectLockConfiguration'] },
  { type: 'AWS::S3::Bucket', path: ['PublicAccessBlockConfiguration'] },
  ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map((flag) => ({ type: 'AWS::S3::Bucket', path: ['PublicAccessBlockConfiguration', flag], weaker: false })),
  { type: 'AWS::KMS::Key', path: ['EnableKeyRotation'], weaker: false },
  { type: 'AWS::KMS::Key', path: ['PendingWindowInDays'], weaker: 7 },
  { type: 'AWS::CloudTrail::Trail', path: ['IsLogging'], weaker: false },
  { type: 'AWS::CloudTrail::Trail', path: ['EnableLogFileValidation'], weaker: false },
  { type: 'AWS::CloudTrail::Trail', path: ['IsMultiRegionTrail'], weaker: false },
  { type: 'AWS::CloudTrail::Trail', path: ['IncludeGlobalServiceEvents'], weaker: false },
  { type: 'AWS::CloudTrail::Trail', path: ['CloudWatchLogsLogGroupArn'] },
  { type: 'AWS::CloudTrail::Trail', path: ['KMSKeyId'] },
  { type: 'AWS::Lambda::Function', path: ['DeadLetterConfig'] },
  { type: 'AWS::Synthetics::Canary', path: ['SuccessRetentionPeriod'], weaker: 1 },
  { type: 'AWS::Synthetics::Canary', path: ['FailureRetentionPeriod'], weaker: 1 },
];

function parentOf(properties: Json, path: readonly string[]): Json | undefined {
  return path.slice(0, -1).reduce<Json | undefined>((parent, key) => (parent && isObject(parent[key]) ? parent[key] : undefined), properties);
}

const safeguards: readonly Mutation[] = SAFEGUARDS.map(({ type, path, weaker }) => ({
  kind: weaker === undefined ? 'safeguard removed' : 'safeguard weakened',
  types: [type],
  plant: ({ Properties }, at) => {
    const key = path.at(-1) ?? '';
    const value = parentOf(Properties, path)?.[key];
    // what is off already, or as weak already, cannot be weakened
    if (value === undefined || value === false || value === weaker) return [];
    return [
      planting(at, `${path.join('.')} ${weaker === undefined ? 'removed' : `→ ${weaker}`}`, 'blocking', (properties) => {
        const parent = parentOf(properties, path);
        if (parent && weaker === undefined) delete parent[key];
        else if (parent) parent[key] = weaker;
      }),
    ];
  },
}));

type Masking = { Statement: Json[]; Configuration?: { CustomDataIdentifier?: Json[] } };

function masked(at: Place, what: string, change: (policy: Masking) => void): Planting {
  return planting(at, what, 'blocking', (properties) => change(properties['DataProtectionPolicy'] as Masking));
}

export const DATA_MUTATIONS: readonly Mutation[] = [
  {
    kind: 'data removed',
    types: TYPES,
    // what is kept when it leaves the stack is not lost, but nobody manages it any more
    plant: ({ DeletionPolicy: policy }, at) => [removal(at, isKept(policy) && policy !== 'Snapshot' ? 'attention' : 'blocking')],
  },
  {
    kind: 'data replaced under another name',
    types: TYPES,
    plant: ({ Type, Properties, UpdateReplacePolicy: policy }, at) => {
      const name = HOLDERS[Type] ?? '';
      if (typeof Properties[name] !== 'string') return [];
      return [planting(at, `another ${name}`, isKept(policy) ? 'attention' : 'blocking', (properties) => void (properties[name] = `${String(Properties[name])}-planted`))];
    },
  },
  ...['DeletionPolicy', 'UpdateReplacePolicy'].map(
    (attribute): Mutation => ({
      kind: `${attribute} weakened`,
      types: TYPES,
      plant: (resource, at) => (isKept(resource[attribute]) ? [planting(at, `${attribute} Delete`, 'attention', (_, copy) => void (copy[attribute] = 'Delete'))] : []),
    }),
  ),
  ...safeguards,
  {
    kind: 'objects expire sooner',
    types: ['AWS::S3::Bucket'],
    plant: (_, at) => [planting(at, 'after a day', 'blocking', (properties) => void (properties['LifecycleConfiguration'] = { Rules: [{ Id: 'planted', Status: 'Enabled', ExpirationInDays: 1 }] }))],
  },
  {
    kind: 'masking statement removed',
    types: ['AWS::Logs::LogGroup'],
    plant: ({ Properties: { DataProtectionPolicy: policy } }, at) =>
      isObject(policy) ? objectsIn(policy['Statement']).map(({ Sid }, index) => masked(at, `without ${String(Sid)}`, (copy) => void copy.Statement.splice(index, 1))) : [],
  },
  {
    kind: 'identifier no longer masked',
    types: ['AWS::Logs::LogGroup'],
    plant: ({ Properties: { DataProtectionPolicy: policy } }, at) => {
      const [first] = isObject(policy) ? objectsIn(policy['Statement']) : [];
      return listIn(first?.['DataIdentifier']).map((_, index) =>
        masked(at, `identifier ${index}`, ({ Statement: statements }) => {
          for (const statement of statements) statement['DataIdentifier'] = listIn(statement['DataIdentifier']).toSpliced(index, 1);
        }),
      );
    },
  },
  {
    kind: 'custom identifier matches less',
    types: ['AWS::Logs::LogGroup'],
    plant: ({ Properties: { DataProtectionPolicy: policy } }, at) =>
      isObject(policy) && isObject(policy['Configuration'])
        ? objectsIn(policy['Configuration']['CustomDataIdentifier']).map((_, index) =>
            masked(at, `another pattern of ${index}`, (copy) => void Object.assign(copy.Configuration?.CustomDataIdentifier?.[index] ?? {}, { Regex: 'never' })),
          )
        : [],
  },
];
