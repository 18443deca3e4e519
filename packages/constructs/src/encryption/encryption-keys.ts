import type { Config, Encryption } from '@payment-observability/config';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { Duration, Lazy, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { logGroupArn } from '../logs/log-group-arn';
import { addNote, policyText } from '../notes';
import { KEEP } from '../removal-policy';
import { markSource } from '../source';

export interface EncryptionKeysProps {
  readonly config: Config;
}

/**
 * The customer-managed keys of a stack, by their id in `encryption.keys`.
 *
 * A key is created when the first resource asks for it. Who may use it follows from the resources: each calls `allow`
 * with the statement it needs. An existing key is never changed: its missing statements become notes.
 */
export class EncryptionKeys extends Construct {
  readonly #config: Config;
  readonly #keys = new Map<string, IKey>();
  readonly #noted = new Set<string>();
  readonly #logGroups = new Map<string, Set<string>>();

  constructor(scope: Construct, id: string, { config }: EncryptionKeysProps) {
    super(scope, id);
    this.#config = config;
  }

  /** The key `encryption.keys.<id>`. */
  public key(id: string): IKey {
    const known = this.#keys.get(id);
    if (known) return known;
    const key = this.#create(id);
    this.#keys.set(id, key);
    return key;
  }

  /** ARNs of the keys that resources of this stack have asked for so far, in the order of their ids. */
  public arnsInUse(): string[] {
    return [...this.#keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key.keyArn);
  }

  /** Lets a service use the key: one statement in its policy, or a note when the key exists outside this stack. */
  public allow(id: string, statement: PolicyStatement): void {
    const key = this.key(id);
    if (key.addToResourcePolicy(statement, true).statementAdded) return;
    const identity = `${id} ${policyText(key, statement)}`;
    if (this.#noted.has(identity)) return;
    this.#noted.add(identity);
    addNote(this, {
      title: `Key ${id} needs a statement in its policy`,
      text: 'The key is used but not managed by this stack. Add the statement to its key policy, or the service it names cannot use it.',
      // read late, when every log group of the stack is known
      get code() {
        return policyText(key, statement);
      },
      path: `encryption.keys.${id}`,
    });
  }

  /** Lets EventBridge send to a queue that is encrypted with the key. */
  public allowEventBridge(id: string): void {
    // it calls KMS without aws:SourceArn and aws:SourceAccount: with a condition on them every message is dropped
    this.allow(id, new PolicyStatement({ sid: 'AllowEventBridge', principals: [new ServicePrincipal('events.amazonaws.com')], actions: ['kms:Decrypt', 'kms:GenerateDataKey*'], resources: ['*'] }));
  }

  /** Lets CloudWatch Logs encrypt one more log group with the key: all of a stack's groups share one statement. */
  public allowLogGroup(id: string, logGroupName: string): void {
    const known = this.#logGroups.get(id);
    if (known) {
      known.add(logGroupName);
      return;
    }
    const names = new Set([logGroupName]);
    this.#logGroups.set(id, names);
    const { region } = Stack.of(this);
    this.allow(
      id,
      new PolicyStatement({
        sid: 'AllowCloudWatchLogs',
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        // a key policy's only resource is its key
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Lazy.uncachedList({ produce: () => [...names].sort().map((name) => logGroupArn(this, name)) }) } },
      }),
    );
  }

  #create(id: string): IKey {
    const settings = this.#config.encryption?.keys[id];
    if (!settings) throw new Error(`encryption.keys.${id}: no such key; the loader should have refused the config`);
    const scope = new Construct(this, id);
    markSource(scope, 'encryption', `encryption.keys.${id}`);
    const { existing } = settings;
    if (existing !== undefined && regionOf(existing) === Stack.of(this).region) return Key.fromKeyArn(scope, 'Existing', existing);
    return createKey(scope, settings);
  }
}

type KeySettings = Encryption['keys'][string];

function createKey(scope: Construct, { alias, description, purpose, deletionWindowDays }: KeySettings): Key {
  const key = new Key(scope, 'Key', {
    enableKeyRotation: true,
    pendingWindow: Duration.days(deletionWindowDays),
    // without its key, all that was encrypted with it is lost
    removalPolicy: KEEP,
    ...(description !== undefined && { description }),
    ...(alias !== undefined && { alias }),
  });
  if (purpose !== undefined) Tags.of(key).add('Purpose', purpose);
  return key;
}

/** A key works in its own Region only, so that the stack of another Region creates one of its own. */
function regionOf(keyArn: string): string | undefined {
  return keyArn.split(':')[3];
}
