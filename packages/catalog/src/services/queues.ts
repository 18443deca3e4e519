import { type Listed, type Service } from '../service';

export interface QueueResource extends Listed {
  readonly queueName: string;
  readonly isDeadLetterQueue: boolean;
  /** Longest time a message may take from arrival to deletion. */
  readonly longestProcessingSeconds?: number | undefined;
}

const VISIBLE = 'sqs-approximatenumberofmessagesvisible-queuename';
/** A row of queues that are worked off: what lies in a dead-letter queue is old and idle by nature. */
const ofWorked = (id: string) => ({ isDeadLetterQueue }: QueueResource) => (isDeadLetterQueue ? undefined : id);

export const queues: Service<QueueResource> = {
  title: 'SQS',
  noun: 'queue',
  signals: ({ queueName }) => [
    {
      namespace: 'AWS/SQS',
      dimensions: { QueueName: queueName },
      names: [
        'ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesDelayed', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesVisible',
        'NumberOfEmptyReceives', 'NumberOfMessagesDeleted', 'NumberOfMessagesReceived', 'NumberOfMessagesSent', 'SentMessageSize',
      ],
    },
  ],
  alarms: [
    {
      id: 'deadLetters',
      title: 'dead letters',
      description: 'A message could not be processed and waits for someone.',
      severity: 'critical',
      row: ({ isDeadLetterQueue }) => (isDeadLetterQueue ? VISIBLE : undefined),
      threshold: () => 1,
      statistic: 'Maximum',
      evaluation: { evaluationPeriods: 3, datapointsToAlarm: 2 },
      missingData: 'notBreaching',
    },
    {
      id: 'messagesOld',
      title: 'old messages',
      description: 'Messages wait longer than processing may take.',
      severity: 'critical',
      row: ofWorked('sqs-approximateageofoldestmessage-queuename'),
      threshold: ({ longestProcessingSeconds }) => (longestProcessingSeconds === undefined ? undefined : 1.5 * longestProcessingSeconds),
      missingData: 'notBreaching',
    },
    {
      id: 'backlogHigh',
      title: 'long backlog',
      description: 'More messages wait than in the deepest normal backlog.',
      severity: 'warning',
      row: ofWorked(VISIBLE),
      missingData: 'notBreaching',
    },
    {
      id: 'inFlightHigh',
      title: 'many messages in flight',
      description: 'More messages are in flight than the consumers normally hold.',
      severity: 'warning',
      row: ofWorked('sqs-approximatenumberofmessagesnotvisible-queuename'),
      missingData: 'notBreaching',
    },
    {
      id: 'idle',
      title: 'no messages',
      description: 'Nothing arrives in a queue that is never idle.',
      severity: 'critical',
      row: ofWorked('sqs-numberofmessagessent-queuename'),
      // AWS's 0 fires on every idle queue
      threshold: () => undefined,
      missingData: 'breaching',
    },
  ],
  dashboard: ({ isDeadLetterQueue }) => [
    { name: 'ApproximateNumberOfMessagesVisible', statistic: 'Maximum', label: isDeadLetterQueue ? 'Dead letters' : 'Waiting', axis: 'left' },
    { name: 'NumberOfMessagesSent', statistic: 'Sum', label: 'Sent', axis: 'left' },
    { name: 'ApproximateAgeOfOldestMessage', statistic: 'Maximum', label: 'Age of the oldest (s)', axis: 'right' },
  ],
};
