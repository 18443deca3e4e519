import type { Json } from '../property/file';
import { objectsIn, planting, type Mutation } from './planting';

const ALARM = 'AWS::CloudWatch::Alarm';

/** Changes that lose nothing: none of them may give a blocking finding. Their severity is not read. */
export const CONTROLS: readonly Mutation[] = [
  {
    kind: 'threshold tightened',
    types: [ALARM],
    plant: ({ Properties }, at) =>
      Properties['Threshold'] === undefined ? [] : [planting(at, 'tighter', 'attention', (properties) => void (properties['Threshold'] = Number(properties['Threshold']) + (isAbove(properties) ? -1 : 1)))],
  },
  { kind: 'period shortened', types: [ALARM], plant: ({ Properties }, at) => (Number(Properties['Period']) > 60 ? [planting(at, '60 seconds', 'attention', (properties) => void (properties['Period'] = 60))] : []) },
  { kind: 'description edited', types: [ALARM, 'AWS::CloudWatch::CompositeAlarm'], plant: (_, at) => [planting(at, 'another text', 'attention', (properties) => void (properties['AlarmDescription'] = `${String(properties['AlarmDescription'])} See the wiki.`))] },
  {
    kind: 'alarm added',
    types: [ALARM],
    plant: (resource, at) => [
      {
        what: 'a copy under another name',
        severity: 'attention',
        apply: ({ Resources }) => void (Resources[`${at.logicalId}Copy`] = { ...resource, Properties: { ...resource.Properties, AlarmName: `${String(resource.Properties['AlarmName'])}-copy` } }),
      },
    ],
  },
  {
    kind: 'subscription added',
    types: ['AWS::SNS::Subscription'],
    plant: (resource, at) => [
      { what: 'one address more', severity: 'attention', apply: ({ Resources }) => void (Resources[`${at.logicalId}Second`] = { ...resource, Properties: { ...resource.Properties, Endpoint: 'second@example.com' } }) },
    ],
  },
  { kind: 'retention prolonged', types: ['AWS::Logs::LogGroup'], plant: (_, at) => [planting(at, '3653 days', 'attention', (properties) => void (properties['RetentionInDays'] = 3653))] },
  { kind: 'tag added', types: ['AWS::SNS::Topic', 'AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::S3::Bucket', ALARM], plant: (_, at) => [planting(at, 'a tag', 'attention', (properties) => void (properties['Tags'] = [...objectsIn(properties['Tags']), { Key: 'Team', Value: 'x' }]))] },
  { kind: 'display name edited', types: ['AWS::SNS::Topic'], plant: (_, at) => [planting(at, 'another one', 'attention', (properties) => void (properties['DisplayName'] = 'Another'))] },
  {
    kind: 'masking added',
    types: ['AWS::Logs::LogGroup'],
    plant: ({ Properties }, at) =>
      Properties['DataProtectionPolicy'] === undefined
        ? []
        : [
            planting(at, 'one identifier more', 'attention', (properties) => {
              for (const statement of objectsIn((properties['DataProtectionPolicy'] as Json)['Statement'])) (statement['DataIdentifier'] as unknown[]).push('arn:aws:dataprotection::aws:data-identifier/Name');
            }),
          ],
  },
  { kind: 'alarm moved in the template', types: [ALARM], plant: (_, at) => [{ what: 'last', severity: 'attention', apply: ({ Resources }) => moveToEnd(Resources, at.logicalId) }] },
];

function isAbove({ ComparisonOperator: operator }: Json): boolean {
  return String(operator).startsWith('Greater');
}

function moveToEnd<T>(record: Record<string, T>, key: string): void {
  const value = record[key];
  if (value === undefined) throw new Error(`no resource ${key}`);
  delete record[key];
  record[key] = value;
}
