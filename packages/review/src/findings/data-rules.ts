import { attribute, isRetained } from '../template';
import { isChanged, nameOf, onResources, type Rule } from './rule';

interface DataHolder {
  readonly noun: string;
  /** What is lost with it. */
  readonly loss: string;
}

const S3_LOSS = 'its objects go with it; CloudFormation refuses to delete a bucket that is not empty, so the deploy may fail';

/** Resources that hold data, by type. */
const DATA_HOLDERS: Readonly<Partial<Record<string, DataHolder>>> = {
  'AWS::Logs::LogGroup': { noun: 'Log group', loss: 'its log events are deleted; metric filters and subscriptions on it go with it' },
  'AWS::S3::Bucket': { noun: 'Bucket', loss: S3_LOSS },
  'AWS::KMS::Key': { noun: 'Key', loss: 'everything encrypted with it becomes unreadable when its deletion window ends' },
  'AWS::Kinesis::Stream': { noun: 'Stream', loss: 'records that are not read yet are lost' },
  'AWS::KinesisFirehose::DeliveryStream': { noun: 'Delivery stream', loss: 'buffered records are lost, and delivery stops meanwhile' },
  'AWS::SQS::Queue': { noun: 'Queue', loss: 'messages waiting in it are lost' },
  'AWS::SNS::Topic': { noun: 'Topic', loss: 'its subscriptions are lost; every e-mail address must confirm again' },
  'AWS::CloudTrail::Trail': { noun: 'Trail', loss: 'nothing is recorded meanwhile: the audit trail has a gap' },
  'AWS::CloudTrail::EventDataStore': { noun: 'Event data store', loss: 'its audit events are deleted' },
  'AWS::DynamoDB::Table': { noun: 'Table', loss: 'its items are deleted' },
  'AWS::DynamoDB::GlobalTable': { noun: 'Table', loss: 'its items are deleted in every Region' },
  'AWS::RDS::DBInstance': { noun: 'Database', loss: 'its data is deleted' },
  'AWS::RDS::DBCluster': { noun: 'Database cluster', loss: 'its data is deleted' },
  'AWS::Events::Archive': { noun: 'Event archive', loss: 'its events are deleted and cannot be replayed' },
  'AWS::SecretsManager::Secret': { noun: 'Secret', loss: 'its value is deleted' },
  'AWS::SSM::Parameter': { noun: 'Parameter', loss: 'its value and history are deleted' },
  'AWS::ECR::Repository': { noun: 'Repository', loss: 'its images are deleted' },
  'AWS::EFS::FileSystem': { noun: 'File system', loss: 'its files are deleted' },
  'AWS::OpenSearchService::Domain': { noun: 'Search domain', loss: 'its indexes are deleted' },
  'AWS::DocDB::DBCluster': { noun: 'Document database', loss: 'its data is deleted' },
  'AWS::Neptune::DBCluster': { noun: 'Graph database', loss: 'its data is deleted' },
  'AWS::Redshift::Cluster': { noun: 'Data warehouse', loss: 'its data is deleted' },
  'AWS::Timestream::Table': { noun: 'Time-series table', loss: 'its records are deleted' },
  'AWS::MSK::Cluster': { noun: 'Kafka cluster', loss: 'its topics and their records are deleted' },
  'AWS::EC2::Volume': { noun: 'Volume', loss: 'its blocks are deleted' },
  'AWS::Events::EventBus': { noun: 'Event bus', loss: 'its rules go with it, and events sent to it are lost' },
  'AWS::Logs::LogStream': { noun: 'Log stream', loss: 'its log events are deleted' },
  'AWS::Backup::BackupVault': { noun: 'Backup vault', loss: 'its recovery points are at risk' },
};

const RETAINING = new Set<unknown>(['Retain', 'RetainExceptOnCreate', 'Snapshot']);

export const DATA_RULES: readonly Rule[] = [
  {
    id: 'data-removed',
    severity: 'blocking',
    group: 'data',
    find: onResources((difference) => {
      const holder = DATA_HOLDERS[difference.type];
      if (!holder || difference.action !== 'remove') return undefined;
      const isSnapshot = attribute(difference.before, 'DeletionPolicy') === 'Snapshot';
      return { title: `${holder.noun} ${nameOf(difference)} is removed`, why: isSnapshot ? `${holder.loss}; a snapshot is kept` : holder.loss };
    }),
  },
  {
    id: 'data-replaced',
    severity: 'blocking',
    group: 'data',
    find: onResources((difference) => {
      const holder = DATA_HOLDERS[difference.before?.type ?? ''];
      if (!holder || difference.action !== 'replace') return undefined;
      const title = `${holder.noun} ${nameOf(difference)} is replaced by a new one`;
      // which of the two sides CloudFormation follows is not documented, so both must keep it
      const isKept = isRetained(difference.before, 'UpdateReplacePolicy') && isRetained(difference.after, 'UpdateReplacePolicy');
      if (!isKept) return { title, why: holder.loss };
      return { title, why: 'the old one stays in the account, outside the stack; the new one starts empty', severity: 'attention' };
    }),
  },
  {
    id: 'data-may-be-replaced',
    severity: 'attention',
    group: 'data',
    find: onResources((difference) => {
      const holder = DATA_HOLDERS[difference.type];
      if (!holder || difference.action !== 'may replace') return undefined;
      return { title: `${holder.noun} ${nameOf(difference)} may be replaced by a new one`, why: `if it is, ${holder.loss}` };
    }),
  },
  {
    id: 'data-orphaned',
    severity: 'attention',
    group: 'data',
    find: onResources((difference) => {
      const holder = DATA_HOLDERS[difference.type];
      if (!holder || difference.action !== 'orphan') return undefined;
      return { title: `${holder.noun} ${nameOf(difference)} leaves the stack and is kept`, why: 'it stays in the account with its data and its cost, and no stack manages it' };
    }),
  },
  {
    id: 'retain-policy-removed',
    severity: 'attention',
    group: 'data',
    find: onResources((difference) => {
      const holder = DATA_HOLDERS[difference.type];
      if (!holder || !isChanged(difference)) return undefined;
      const isLost = (name: string): boolean => RETAINING.has(attribute(difference.before, name)) && !RETAINING.has(attribute(difference.after, name));
      const lost = ['DeletionPolicy', 'UpdateReplacePolicy'].filter(isLost);
      if (lost.length === 0) return undefined;
      return { title: `${holder.noun} ${nameOf(difference)} loses its ${lost.join(' and ')}`, why: 'a later removal or replacement no longer keeps its data' };
    }),
  },
];
