import type { Config, Tracing as TracingSettings } from '@payment-observability/config';
import { CfnGroup, CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { LimitError } from '../limit-error';
import type { LogGroups } from '../logs/log-groups';
import { markSource } from '../source';
import { XRayEncryption } from './xray-encryption';

/** Sampling rules, and trace groups, that X-Ray takes in an account and Region. */
const MAX_PER_REGION = 25;

type Collection = 'samplingRules' | 'groups';

export interface TracingProps {
  readonly config: Config;
  readonly tracing: TracingSettings;
  readonly keys: EncryptionKeys;
  /** Gives our function's log group its key and retention. */
  readonly logs: LogGroups | undefined;
}

/** X-Ray: sampling rules, trace groups, and its encryption where the config owns it. */
export class Tracing extends Construct {
  constructor(scope: Construct, id: string, { tracing, ...context }: TracingProps) {
    super(scope, id);
    checkCount('samplingRules', tracing.samplingRules);
    checkCount('groups', tracing.groups);
    for (const [rule, settings] of Object.entries(tracing.samplingRules)) addSamplingRule(this.#entry('samplingRules', rule), settings);
    for (const [group, settings] of Object.entries(tracing.groups)) addTraceGroup(this.#entry('groups', group), settings);
    if (tracing.encryption) {
      const encryption = new XRayEncryption(this, 'Encryption', { ...context, encryptionKey: tracing.encryption.encryptionKey });
      markSource(encryption, 'tracing', 'tracing.encryption');
    }
    Tags.of(this).add('Purpose', 'TransactionTracing');
  }

  #entry(collection: Collection, id: string): Construct {
    // a rule and a group may have the same id
    const parent = this.node.tryFindChild(collection) ?? new Construct(this, collection);
    const entry = new Construct(parent, id);
    markSource(entry, 'tracing', `tracing.${collection}.${id}`);
    return entry;
  }
}

function checkCount(collection: Collection, entries: Readonly<Record<string, unknown>>): void {
  const count = Object.keys(entries).length;
  if (count > MAX_PER_REGION) throw new LimitError(`tracing.${collection}`, `expected at most ${MAX_PER_REGION}, found ${count}: X-Ray takes no more in an account and Region`);
}

function addSamplingRule(scope: Construct, settings: TracingSettings['samplingRules'][string]): void {
  const { ruleName, priority, fixedRate, reservoirSize, serviceName, serviceType, host, httpMethod, urlPath } = settings;
  new CfnSamplingRule(scope, 'Rule', {
    samplingRule: {
      ruleName,
      priority,
      fixedRate,
      reservoirSize,
      serviceName,
      serviceType,
      host,
      httpMethod,
      urlPath,
      // required, but few services send one
      resourceArn: '*',
      version: 1,
    },
  });
}

function addTraceGroup(scope: Construct, { groupName, filterExpression, insights }: TracingSettings['groups'][string]): void {
  new CfnGroup(scope, 'Group', { groupName, filterExpression, insightsConfiguration: { insightsEnabled: insights, notificationsEnabled: false } });
}
