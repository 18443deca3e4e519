import type { Config, Transactions } from '@payment-observability/config';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { LimitError } from '../limit-error';
import { addNote } from '../notes';
import { removalPolicyOf } from '../removal-policy';
import { markSource } from '../source';
import { TaggedResource } from '../tagged-resource';

/** All metrics that Kinesis has for each shard: CloudFormation knows no word for all of them (EnableEnhancedMonitoring). */
export const SHARD_LEVEL_METRICS = [
  'IncomingBytes',
  'IncomingRecords',
  'IteratorAgeMilliseconds',
  'OutgoingBytes',
  'OutgoingRecords',
  'ReadProvisionedThroughputExceeded',
  'WriteProvisionedThroughputExceeded',
] as const;

export interface TransactionStreamProps {
  readonly config: Config;
  readonly settings: Transactions['stream'];
  readonly key: IKey;
}

/** The stream that transactions arrive on: created with a customer key, or an existing one that is only read. */
export class TransactionStream extends Construct {
  public readonly streamArn: string;
  /** Name of the stream; a reference where it is created. */
  public readonly streamName: string;
  public readonly isCreated: boolean;

  constructor(scope: Construct, id: string, { config, settings, key }: TransactionStreamProps) {
    super(scope, id);
    markSource(this, 'transactions', 'transactions.stream');
    const { existing, streamName } = settings;
    this.isCreated = existing === undefined;
    if (existing !== undefined) {
      checkRegion(existing, config.environment.region);
      this.streamArn = existing;
      this.streamName = existing.slice(existing.indexOf('stream/') + 'stream/'.length);
      this.#addExistingNotes(existing);
      return;
    }
    if (streamName === undefined) throw new Error('transactions.stream: neither streamName nor existing; the loader should have refused the config');
    const stream = new TaggedResource(this, 'Stream', { type: 'AWS::Kinesis::Stream', properties: streamProperties(streamName, settings, key.keyArn) });
    stream.applyRemovalPolicy(removalPolicyOf(config));
    this.streamArn = stream.arn;
    this.streamName = stream.ref;
  }

  #addExistingNotes(streamArn: string): void {
    addNote(this, {
      title: 'The stream is read, not changed',
      text: `If ${streamArn} has a customer key, its policy must let the role of the processor decrypt. Shard-level metrics and the retention are what the stream has.`,
      path: 'transactions.stream.existing',
    });
  }
}

function checkRegion(streamArn: string, region: string): void {
  const found = streamArn.split(':')[3];
  if (found !== region) throw new LimitError('transactions.stream.existing', `the stream is in ${found}, a function can only read a stream of its own Region, ${region}`);
}

function streamProperties(name: string, { mode, shards, retentionHours, shardLevelMetrics }: Transactions['stream'], keyArn: string): Record<string, unknown> {
  return {
    Name: name,
    RetentionPeriodHours: retentionHours,
    StreamEncryption: { EncryptionType: 'KMS', KeyId: keyArn },
    StreamModeDetails: { StreamMode: mode === 'provisioned' ? 'PROVISIONED' : 'ON_DEMAND' },
    ...(mode === 'provisioned' && { ShardCount: shards }),
    ...(shardLevelMetrics && { DesiredShardLevelMetrics: SHARD_LEVEL_METRICS }),
  };
}
