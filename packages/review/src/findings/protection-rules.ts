import { canonicalJson } from '../canonical-json';
import { readableText } from '../intrinsics';
import { isBoolean, valueAt } from '../json';
import type { ResourceDifference } from '../resource-differences';
import { refusedLogGroups } from './log-group-keys';
import { maskedBy } from './masking';
import { shortenedRetentions } from './retention';
import { isChanged, nameOf, onResources, type Rule } from './rule';

interface Safeguard {
  readonly types: readonly string[];
  readonly path: readonly string[];
  /** The value that protects; undefined: any value does. */
  readonly on?: string | boolean;
  readonly unset?: string | boolean;
  /** Decides where no single value does. */
  readonly isOn?: (value: unknown) => boolean;
  readonly loss: string;
}

const PUBLIC_ACCESS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

/** Settings that protect something; losing one is a finding. */
const SAFEGUARDS: readonly Safeguard[] = [
  { types: ['AWS::CloudTrail::Trail'], path: ['IsLogging'], on: true, loss: 'nothing is recorded' },
  { types: ['AWS::CloudTrail::Trail'], path: ['EnableLogFileValidation'], on: true, loss: 'changed log files can no longer be told from true ones' },
  { types: ['AWS::CloudTrail::Trail'], path: ['IsMultiRegionTrail'], on: true, loss: 'other Regions are no longer recorded' },
  { types: ['AWS::CloudTrail::Trail'], path: ['IncludeGlobalServiceEvents'], on: true, loss: 'IAM and other global services are no longer recorded' },
  { types: ['AWS::CloudTrail::Trail'], path: ['CloudWatchLogsLogGroupArn'], loss: 'the trail no longer reaches CloudWatch Logs' },
  { types: ['AWS::CloudTrail::Trail'], path: ['KMSKeyId'], loss: 'the trail is no longer encrypted with the own key' },
  { types: ['AWS::Logs::LogGroup'], path: ['KmsKeyId'], loss: 'log events are no longer encrypted with the own key' },
  { types: ['AWS::Logs::LogGroup'], path: ['DeletionProtectionEnabled'], on: true, loss: 'it can be deleted at once' },
  { types: ['AWS::SNS::Topic', 'AWS::SQS::Queue'], path: ['KmsMasterKeyId'], isOn: isOwnKey, loss: 'messages are no longer encrypted with the own key' },
  { types: ['AWS::SQS::Queue'], path: ['SqsManagedSseEnabled'], on: true, unset: true, loss: 'messages are no longer encrypted' },
  { types: ['AWS::SNS::Subscription', 'AWS::SQS::Queue'], path: ['RedrivePolicy'], loss: 'what cannot be delivered is lost' },
  { types: ['AWS::Lambda::Function'], path: ['DeadLetterConfig'], loss: 'events that fail are lost' },
  { types: ['AWS::Lambda::EventSourceMapping'], path: ['DestinationConfig', 'OnFailure'], loss: 'records that fail are lost' },
  { types: ['AWS::ECR::Repository'], path: ['ImageTagMutability'], on: 'IMMUTABLE', loss: 'an image can be exchanged under its tag' },
  { types: ['AWS::ECR::Repository'], path: ['ImageScanningConfiguration', 'ScanOnPush'], on: true, loss: 'new images are not scanned' },
  { types: ['AWS::DynamoDB::Table'], path: ['SSESpecification', 'SSEEnabled'], on: true, loss: 'items are encrypted with the default key of DynamoDB only' },
  { types: ['AWS::Kinesis::Stream'], path: ['StreamEncryption'], loss: 'records are no longer encrypted' },
  { types: ['AWS::S3::Bucket'], path: ['BucketEncryption'], loss: 'objects are encrypted with the default key of S3 only' },
  { types: ['AWS::S3::Bucket'], path: ['VersioningConfiguration', 'Status'], on: 'Enabled', loss: 'overwritten and deleted objects cannot be restored' },
  { types: ['AWS::S3::Bucket'], path: ['ObjectLockConfiguration'], loss: 'objects can be deleted before their time' },
  ...PUBLIC_ACCESS.map((flag) => ({ types: ['AWS::S3::Bucket'], path: ['PublicAccessBlockConfiguration', flag], on: true, loss: 'the bucket can be made public' })),
  { types: ['AWS::KMS::Key'], path: ['EnableKeyRotation'], on: true, loss: 'the key is no longer rotated' },
  { types: ['AWS::KMS::Key'], path: ['Enabled'], on: true, unset: true, loss: 'nothing encrypted with it can be read' },
  { types: ['AWS::DynamoDB::Table'], path: ['PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'], on: true, loss: 'the table cannot be restored to a point in time' },
  { types: ['AWS::DynamoDB::Table'], path: ['DeletionProtectionEnabled'], on: true, loss: 'it can be deleted at once' },
];

const SELECTORS = ['EventSelectors', 'AdvancedEventSelectors', 'InsightSelectors'];

export const PROTECTION_RULES: readonly Rule[] = [
  {
    id: 'retention-shortened',
    severity: 'blocking',
    group: 'protection',
    find: onResources((difference) => {
      const shortened = isChanged(difference) ? shortenedRetentions(difference) : [];
      if (shortened.length === 0) return undefined;
      return { title: `${nameOf(difference)} keeps its data shorter: ${shortened.join('; ')}`, why: 'what is older is deleted, and cannot be brought back' };
    }),
  },
  {
    id: 'masking-weakened',
    severity: 'blocking',
    group: 'protection',
    find: onResources((difference) => {
      const before = maskedBy(difference.before);
      if (before.size === 0) return undefined;
      const after = maskedBy(difference.after);
      const lost = [...before].filter((identifier) => !after.has(identifier));
      // a removed log group masks nothing because it is gone; that is another finding
      if (lost.length === 0 || (!difference.after && difference.type !== 'AWS::Logs::AccountPolicy')) return undefined;
      return { title: `${nameOf(difference)} no longer ${lost.join(', ')}`, why: 'card numbers and other sensitive data may be readable by anyone who can read it' };
    }),
  },
  {
    id: 'safeguard-removed',
    severity: 'blocking',
    group: 'protection',
    find: onResources((difference) => {
      const lost = isChanged(difference) ? SAFEGUARDS.filter((safeguard) => isLost(safeguard, difference)) : [];
      if (lost.length === 0) return undefined;
      return { title: `${nameOf(difference)} loses ${lost.map(({ path }) => path.at(-1)).join(', ')}`, why: [...new Set(lost.map(({ loss }) => loss))].join('; ') };
    }),
  },
  { id: 'log-group-key-refused', severity: 'blocking', group: 'protection', find: refusedLogGroups },
  {
    id: 'audit-selectors-changed',
    severity: 'attention',
    group: 'protection',
    find: onResources((difference) => {
      const { type, before, after } = difference;
      if (type !== 'AWS::CloudTrail::Trail' || !before || !after) return undefined;
      const changed = SELECTORS.filter((key) => canonicalJson(before.properties[key] ?? null) !== canonicalJson(after.properties[key] ?? null));
      if (changed.length === 0) return undefined;
      return { title: `Trail ${nameOf(difference)} records something else: ${changed.join(', ')} changed`, why: 'what the audit trail holds changes' };
    }),
  },
];

function isLost(safeguard: Safeguard, { type, before, after }: ResourceDifference): boolean {
  return safeguard.types.includes(type) && isOn(safeguard, before) && !isOn(safeguard, after);
}

// the keys of AWS let no other service in
function isOwnKey(value: unknown): boolean {
  return value !== undefined && !/alias\/aws\//.test(readableText(value));
}

function isOn({ path, on, unset, isOn: decide }: Safeguard, resource: ResourceDifference['before']): boolean {
  const value = valueAt(resource?.properties, path) ?? unset;
  if (decide) return decide(value);
  if (on === undefined) return value !== undefined;
  return typeof on === 'boolean' ? isBoolean(value, on) : value === on;
}
