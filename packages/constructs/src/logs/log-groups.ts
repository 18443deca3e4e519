import type { Config, Logs } from '@payment-observability/config';
import { CustomDataIdentifier, DataIdentifier, DataProtectionPolicy, LogGroup, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { addNote } from '../notes';
import { removalPolicyOf } from '../removal-policy';
import { markSource } from '../source';
import { encryptedLogGroup } from './encrypted-log-group';
import { logGroupArn } from './log-group-arn';
import { addMetricFilters } from './metric-filters';
import { addSavedQueries } from './saved-queries';

export interface LogGroupsProps {
  readonly config: Config;
  readonly logs: Logs;
  readonly keys: EncryptionKeys;
}

/** Log groups with key, retention and card-number masking, their metric filters, and saved queries over them. */
export class LogGroups extends Construct {
  readonly #props: LogGroupsProps;
  readonly #groups: Readonly<Record<string, ILogGroup>>;

  constructor(scope: Construct, id: string, props: LogGroupsProps) {
    super(scope, id);
    this.#props = props;
    const { config, logs } = props;
    this.#groups = Object.fromEntries(Object.keys(logs.groups).map((group) => [group, this.#group(group)]));
    addMetricFilters(new Construct(this, 'MetricFilters'), { namespace: config.metrics?.namespace, metricFilters: logs.metricFilters, groups: this.#groups });
    addSavedQueries(new Construct(this, 'Queries'), { queries: logs.queries, nameOf: (group) => this.logGroupName(group) });
  }

  /** The log group `logs.groups.<id>`, created or existing, for what writes into it. */
  public logGroup(id: string): ILogGroup {
    const group = this.#groups[id];
    if (!group) throw new Error(`logs.groups.${id}: no such log group; the loader should have refused the config`);
    return group;
  }

  /** Name of the log group `logs.groups.<id>`, created or existing. */
  public logGroupName(id: string): string {
    const group = this.#props.logs.groups[id];
    const name = group?.existing ?? group?.logGroupName;
    if (name === undefined) throw new Error(`logs.groups.${id}: no such log group; the loader should have refused the config`);
    return name;
  }

  /** ARN of the log group `logs.groups.<id>`, without the `:*` that stands for its streams. */
  public logGroupArn(id: string): string {
    return logGroupArn(this, this.logGroupName(id));
  }

  /** The log group of one of our own functions: the name Lambda gives it, with the key and the retention of this section. */
  public functionLogGroup(scope: Construct, id: string, functionName: string): LogGroup {
    return this.serviceLogGroup(scope, id, `/aws/lambda/${functionName}`);
  }

  /** A log group that one of our own resources writes to, with the key and the retention of this section. */
  public serviceLogGroup(scope: Construct, id: string, logGroupName: string): LogGroup {
    const { config, logs, keys } = this.#props;
    const { encryptionKey, retentionDays } = logs;
    return encryptedLogGroup(scope, id, { logGroupName, retentionDays, encryptionKey, keys, removalPolicy: removalPolicyOf(config) });
  }

  #group(id: string): ILogGroup {
    const { config, logs, keys } = this.#props;
    const scope = new Construct(this, id);
    markSource(scope, 'logs', `logs.groups.${id}`);
    const { existing, retentionDays = logs.retentionDays, component, masked } = logs.groups[id] ?? {};
    const masking = masked === true ? maskingPolicy(logs.masking) : undefined;
    const logGroupName = this.logGroupName(id);
    if (existing !== undefined) {
      if (masking) addMaskingNote(scope, id, existing);
      return LogGroup.fromLogGroupName(scope, 'Existing', existing);
    }
    const group = encryptedLogGroup(scope, 'LogGroup', {
      logGroupName,
      retentionDays,
      encryptionKey: logs.encryptionKey,
      keys,
      removalPolicy: removalPolicyOf(config),
      ...(masking && { dataProtectionPolicy: masking }),
    });
    if (component !== undefined) Tags.of(group).add('Component', component);
    return group;
  }
}

/** Finds and masks the identifiers; CDK writes the same ones into the Audit and the Deidentify statement, as CloudWatch Logs demands. */
function maskingPolicy(masking: Logs['masking']): DataProtectionPolicy | undefined {
  const managed = Object.values(masking?.managedIdentifiers ?? {}).map((name) => new DataIdentifier(name));
  const custom = Object.entries(masking?.customIdentifiers ?? {}).map(([name, regex]) => new CustomDataIdentifier(name, regex));
  const identifiers = [...managed, ...custom];
  return identifiers.length === 0 ? undefined : new DataProtectionPolicy({ name: 'masking', description: 'Card numbers are masked', identifiers });
}

function addMaskingNote(scope: Construct, id: string, logGroupName: string): void {
  addNote(scope, {
    title: `Log group ${logGroupName} is not masked by this stack`,
    text: 'An existing log group is never changed. Give it a data protection policy with the identifiers of logs.masking, or say masked: false here when it holds no card numbers.',
    path: `logs.groups.${id}`,
  });
}
