import { type AlarmEntry, type Listed, type Service } from '../service';

export interface TopicResource extends Listed {
  readonly topicName: string;
}

const lost = (id: string, title: string, description: string, metric: string, severity: 'critical' | 'warning'): AlarmEntry<TopicResource> => ({
  id, title, description, severity, row: () => `sns-${metric.toLowerCase()}-topicname`, threshold: () => 0,
});

export const topics: Service<TopicResource> = {
  title: 'SNS',
  noun: 'topic',
  signals: ({ topicName }) => [
    {
      namespace: 'AWS/SNS',
      dimensions: { TopicName: topicName },
      names: [
        'NumberOfMessagesPublished', 'NumberOfNotificationsDelivered', 'NumberOfNotificationsFailed', 'NumberOfNotificationsFailedToRedriveToDlq',
        'NumberOfNotificationsFilteredOut', 'NumberOfNotificationsFilteredOut-InvalidAttributes', 'NumberOfNotificationsFilteredOut-InvalidMessageBody',
        'NumberOfNotificationsRedrivenToDlq', 'PublishSize',
      ],
    },
  ],
  alarms: [
    lost('deliveryFailures', 'failed deliveries', 'Notifications are not delivered.', 'NumberOfNotificationsFailed', 'critical'),
    lost('deadLetters', 'dead letters', 'Notifications end in a dead-letter queue.', 'NumberOfNotificationsRedrivenToDlq', 'critical'),
    lost('lostNotifications', 'lost notifications', 'Notifications reach neither subscriber nor dead-letter queue.', 'NumberOfNotificationsFailedToRedriveToDlq', 'critical'),
    lost('invalidAttributes', 'invalid attributes', 'Messages are dropped, since a filter policy cannot read their attributes.', 'NumberOfNotificationsFilteredOut-InvalidAttributes', 'warning'),
    lost('invalidBodies', 'invalid bodies', 'Messages are dropped, since a filter policy cannot read their body.', 'NumberOfNotificationsFilteredOut-InvalidMessageBody', 'warning'),
    {
      id: 'noMessages',
      title: 'no messages',
      description: 'Fewer messages are published than in the quietest normal period.',
      severity: 'critical',
      row: () => 'sns-numberofmessagespublished-topicname',
    },
    {
      id: 'fewDeliveries',
      title: 'few deliveries',
      description: 'Fewer notifications are delivered than in the quietest normal period.',
      severity: 'critical',
      row: () => 'sns-numberofnotificationsdelivered-topicname',
    },
  ],
  dashboard: () => [
    { name: 'NumberOfMessagesPublished', statistic: 'Sum', label: 'Published', axis: 'left' },
    { name: 'NumberOfNotificationsDelivered', statistic: 'Sum', label: 'Delivered', axis: 'left' },
    { name: 'NumberOfNotificationsFailed', statistic: 'Sum', label: 'Failed', axis: 'right' },
  ],
};
