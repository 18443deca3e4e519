import { type Listed, parts, type Service } from '../service';

export interface StreamResource extends Listed {
  readonly streamName: string;
  readonly retentionHours: number;
  /** How far a consumer may lag behind; half of the retention when absent. */
  readonly maxDelaySeconds?: number | undefined;
  /** Consumers with enhanced fan-out, by id. */
  readonly consumers: Readonly<Record<string, { readonly consumerName: string }>>;
}

/** Past half of the retention, records are in danger. */
const dangerMs = ({ retentionHours }: StreamResource) => retentionHours * 1_800_000;
const delay = {
  threshold: (stream: StreamResource) => Math.min(dangerMs(stream), (stream.maxDelaySeconds ?? Infinity) * 1000),
  ceiling: (stream: StreamResource) => ({ value: dangerMs(stream), why: `half of the retention of ${stream.retentionHours} h, from where records are in danger` }),
};

export const streams: Service<StreamResource> = {
  title: 'Kinesis',
  noun: 'stream',
  signals: ({ streamName, consumers }) => [
    {
      namespace: 'AWS/Kinesis',
      dimensions: { StreamName: streamName },
      names: [
        'GetRecords.Bytes', 'GetRecords.IteratorAgeMilliseconds', 'GetRecords.Latency', 'GetRecords.Records', 'GetRecords.Success', 'IncomingBytes', 'IncomingRecords',
        'PutRecord.Bytes', 'PutRecord.Latency', 'PutRecord.Success', 'PutRecords.Bytes', 'PutRecords.FailedRecords', 'PutRecords.Latency', 'PutRecords.SuccessfulRecords',
        'PutRecords.ThrottledRecords', 'PutRecords.TotalRecords', 'ReadProvisionedThroughputExceeded', 'WriteProvisionedThroughputExceeded',
      ],
    },
    ...parts(consumers, ({ consumerName }) => ({ StreamName: streamName, ConsumerName: consumerName })).map(({ dimensions }) => ({
      namespace: 'AWS/Kinesis',
      dimensions,
      names: ['SubscribeToShard.RateExceeded', 'SubscribeToShard.Success', 'SubscribeToShardEvent.Bytes', 'SubscribeToShardEvent.MillisBehindLatest', 'SubscribeToShardEvent.Records', 'SubscribeToShardEvent.Success'],
    })),
  ],
  alarms: [
    {
      id: 'iteratorAgeHigh',
      title: 'late consumer',
      description: 'The consumer lags behind, or reads nothing at all.',
      severity: 'critical',
      row: () => 'kinesis-data-streams-getrecords-iteratoragemilliseconds-streamname',
      ...delay,
    },
    {
      id: 'consumerDelayHigh',
      title: 'late consumer with enhanced fan-out',
      description: 'The consumer lags behind.',
      severity: 'critical',
      row: () => 'kinesis-data-streams-subscribetoshardevent-millisbehindlatest-streamname-consumername',
      places: ({ consumers }) => parts(consumers, ({ consumerName }) => ({ ConsumerName: consumerName })),
      missingData: 'notBreaching',
      ...delay,
    },
    {
      id: 'writeThroughputExceeded',
      title: 'throttled writes',
      description: 'Producers are throttled: too few shards, or a hot one.',
      severity: 'critical',
      row: () => 'kinesis-data-streams-writeprovisionedthroughputexceeded-streamname',
      // above the noise of retries
      threshold: () => 0.01,
    },
    {
      id: 'readThroughputExceeded',
      title: 'throttled reads',
      description: 'Consumers are throttled: too many share a shard.',
      severity: 'warning',
      row: () => 'kinesis-data-streams-readprovisionedthroughputexceeded-streamname',
      threshold: () => 0.01,
    },
    {
      id: 'recordsRefused',
      title: 'refused records',
      description: 'More records are refused than the next call absorbs.',
      severity: 'critical',
      row: () => 'kinesis-data-streams-putrecords-failedrecords-streamname',
    },
    {
      id: 'writesFailing',
      title: 'failing writes',
      description: 'Too few calls of PutRecord succeed.',
      severity: 'critical',
      row: () => 'kinesis-data-streams-putrecord-success-streamname',
      missingData: 'notBreaching',
    },
    {
      id: 'readsFailing',
      title: 'failing reads',
      description: 'Too few calls of GetRecords succeed.',
      severity: 'warning',
      row: () => 'kinesis-data-streams-getrecords-success-streamname',
      missingData: 'notBreaching',
    },
  ],
  dashboard: () => [
    { name: 'IncomingRecords', statistic: 'Sum', label: 'Incoming records', axis: 'left' },
    { name: 'GetRecords.Records', statistic: 'Sum', label: 'Read records', axis: 'left' },
    { name: 'WriteProvisionedThroughputExceeded', statistic: 'Sum', label: 'Throttled writes', axis: 'left' },
    { name: 'GetRecords.IteratorAgeMilliseconds', statistic: 'Maximum', label: 'Iterator age (ms)', axis: 'right' },
  ],
};
