import { randomUUID } from 'node:crypto';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { CLIENT_LIMITS } from './client-limits';
import { beat, type HeartbeatResult } from './heartbeat/beat';
import { historyReader } from './heartbeat/history';
import { heartbeatSettings } from './heartbeat/settings';
import { subscriptionLister } from './heartbeat/subscriptions';

const settings = heartbeatSettings(process.env);
const sns = new SNSClient(CLIENT_LIMITS);
const surroundings: Parameters<typeof beat>[1] = {
  now: Date.now,
  newId: randomUUID,
  readHistory: historyReader(new CloudWatchClient(CLIENT_LIMITS), settings.namespace),
  publish: async (TopicArn, { subject, message }) => void (await sns.send(new PublishCommand({ TopicArn, Subject: subject, Message: message, MessageStructure: 'json' }))),
  listSubscriptions: subscriptionLister(sns),
  // console would wrap the line into JSON of its own, and CloudWatch would find no metric in it
  write: (line) => void process.stdout.write(`${line}\n`),
  sentHere: new Map(),
};

/** Proves the alert routes, once for each time the schedule calls. */
export const handler = (): Promise<HeartbeatResult> => beat(settings, surroundings);
