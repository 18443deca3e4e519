import { readableText } from '../intrinsics';
import { isRecord, listOf, valueAt, type Json } from '../json';
import type { ResourceDifference } from '../resource-differences';
import { numberOf } from './alarm-loosening';

interface Retention {
  readonly path: readonly string[];
  readonly unit: string;
  /** What CloudFormation takes when nothing is said; `Infinity` keeps for ever. */
  readonly unset: number;
}

/** How long things are kept, by type. */
const RETENTIONS: Readonly<Partial<Record<string, readonly Retention[]>>> = {
  'AWS::Logs::LogGroup': [{ path: ['RetentionInDays'], unit: 'days', unset: Infinity }],
  'AWS::Kinesis::Stream': [{ path: ['RetentionPeriodHours'], unit: 'hours', unset: 24 }],
  'AWS::SQS::Queue': [{ path: ['MessageRetentionPeriod'], unit: 'seconds', unset: 345_600 }],
  'AWS::Events::Archive': [{ path: ['RetentionDays'], unit: 'days', unset: Infinity }],
  'AWS::CloudTrail::EventDataStore': [{ path: ['RetentionPeriod'], unit: 'days', unset: 2557 }],
  'AWS::RDS::DBInstance': [{ path: ['BackupRetentionPeriod'], unit: 'days', unset: 1 }],
  'AWS::RDS::DBCluster': [{ path: ['BackupRetentionPeriod'], unit: 'days', unset: 1 }],
  'AWS::Synthetics::Canary': [
    { path: ['SuccessRetentionPeriod'], unit: 'days of successful runs', unset: 31 },
    { path: ['FailureRetentionPeriod'], unit: 'days of failed runs', unset: 31 },
  ],
  'AWS::KMS::Key': [{ path: ['PendingWindowInDays'], unit: 'days before a deleted key is gone', unset: 30 }],
  'AWS::DynamoDB::Table': [{ path: ['PointInTimeRecoverySpecification', 'RecoveryPeriodInDays'], unit: 'days of recovery', unset: 35 }],
  'AWS::S3::Bucket': [{ path: ['ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Days'], unit: 'days of object lock', unset: 0 }],
};

/** Every way in which the resource keeps its data shorter than before, such as `400 → 90 days`. */
export function shortenedRetentions(difference: ResourceDifference): string[] {
  return [...retentionShortened(difference), ...expirationShortened(difference)];
}

function retentionShortened({ type, before, after }: ResourceDifference): string[] {
  return (RETENTIONS[type] ?? []).flatMap(({ path, unit, unset }) => {
    const [from, to] = [before, after].map((resource) => {
      const value = valueAt(resource?.properties, path);
      return value === undefined ? unset : numberOf(value);
    });
    if (from === undefined || to === undefined || to >= from) return [];
    return [`${from === Infinity ? 'for ever' : from} → ${to} ${unit}`];
  });
}

// a rule that is new, or expires sooner, deletes objects that were to stay
function expirationShortened({ type, before, after }: ResourceDifference): string[] {
  if (type !== 'AWS::S3::Bucket') return [];
  const old = expirations(before?.properties);
  return [...expirations(after?.properties)].flatMap(([rule, days]) => {
    const from = old.get(rule) ?? Infinity;
    return days < from ? [`${from === Infinity ? 'for ever' : from} → ${days} days (rule ${rule})`] : [];
  });
}

function expirations(properties: Json | undefined): Map<string, number> {
  const rules = listOf(valueAt(properties, ['LifecycleConfiguration', 'Rules']))
    .filter(isRecord)
    .filter(({ Status: status }) => status === 'Enabled');
  return new Map(
    rules.flatMap((rule, index) => {
      const days = numberOf(rule['ExpirationInDays']);
      return days === undefined ? [] : [[readableText(rule['Id'] ?? rule['Prefix'] ?? index), days] as const];
    }),
  );
}
