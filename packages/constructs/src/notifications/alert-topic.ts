import type { Severity, Topic as TopicConfig } from '@payment-observability/config';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns';
import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { LimitError } from '../limit-error';
import { addNote, policyText } from '../notes';
import { severityTag } from './severity-tag';
import { keyStatements, publishStatements, type Place, type PublisherId } from './publishers';

export interface AlertTopicProps {
  readonly severity: Severity;
  readonly topic: TopicConfig;
  readonly keys: EncryptionKeys;
  /** Id of the key in `encryption.keys`. */
  readonly encryptionKey: string;
  readonly place: Place;
  readonly publishers: readonly PublisherId[];
}

/**
 * The topic of one severity: customer key, and a policy that names every publisher and refuses plain HTTP.
 *
 * An existing topic is used as it is: what its policy and its key must allow becomes a note.
 */
export class AlertTopic extends Construct {
  public readonly topic: ITopic;

  constructor(scope: Construct, id: string, props: AlertTopicProps) {
    super(scope, id);
    this.topic = props.topic.existing === undefined ? this.#create(props) : this.#use(props.topic.existing, props);
  }

  #create({ severity, topic: { topicName, displayName }, keys, encryptionKey, place, publishers }: AlertTopicProps): ITopic {
    const topic = new Topic(this, 'Topic', {
      ...(topicName !== undefined && { topicName }),
      ...(displayName !== undefined && { displayName }),
      masterKey: keys.key(encryptionKey),
      enforceSSL: true,
    });
    for (const statement of publishStatements(publishers, place, topic.topicArn)) topic.addToResourcePolicy(statement);
    for (const statement of keyStatements(publishers, place)) keys.allow(encryptionKey, statement);
    Tags.of(topic).add('Severity', severityTag(severity));
    return topic;
  }

  #use(arn: string, { severity, place, publishers }: AlertTopicProps): ITopic {
    const path = `notifications.${severity}.existing`;
    const region = arn.split(':')[3];
    if (region !== place.region) throw new LimitError(path, `the topic is in ${region}, an alarm can only notify a topic of its own Region, ${place.region}`);
    const print = (statements: readonly PolicyStatement[]) => statements.map((statement) => policyText(this, statement)).join(',\n');
    addNote(this, {
      title: `Topic of ${severity} alerts needs statements in its policy`,
      text: 'The topic is used but not managed by this stack. Without these statements in its policy no alarm reaches it.',
      code: print(publishStatements(publishers, place, arn)),
      path,
    });
    addNote(this, {
      title: `Key of the topic of ${severity} alerts needs statements in its policy`,
      text: 'If the topic is encrypted, its key must be a customer key with these statements: CloudWatch cannot publish with alias/aws/sns.',
      code: print(keyStatements(publishers, place)),
      path,
    });
    return Topic.fromTopicArn(this, 'Existing', arn);
  }
}
