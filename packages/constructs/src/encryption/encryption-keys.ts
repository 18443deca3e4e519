import type { Config } from '@payment-observability/config';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { addNote } from '../notes';
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

  /** Lets a service use the key: one statement in its policy, or a note when the key exists outside this stack. */
  public allow(id: string, statement: PolicyStatement): void {
    const key = this.key(id);
    if (key.addToResourcePolicy(statement, true).statementAdded) return;
    addNote(this, {
      title: `Key ${id} needs a statement in its policy`,
      text: `The key is used but not managed by this stack. Add the statement to its key policy, or the service it names cannot use it.`,
      code: JSON.stringify(statement.toStatementJson(), null, 2),
      path: `encryption.keys.${id}`,
    });
  }

  #create(id: string): IKey {
    const settings = this.#config.encryption?.keys[id];
    if (!settings) throw new Error(`encryption.keys.${id}: no such key; the loader should have refused the config`);
    const scope = new Construct(this, id);
    markSource(scope, 'encryption', `encryption.keys.${id}`);
    const arn = settings.existing;
    if (arn !== undefined) return Key.fromKeyArn(scope, 'Existing', arn);
    const key = new Key(scope, 'Key', {
      enableKeyRotation: true,
      pendingWindow: Duration.days(settings.deletionWindowDays),
      removalPolicy: RemovalPolicy.RETAIN,
      ...(settings.description !== undefined && { description: settings.description }),
    });
    if (settings.purpose !== undefined) Tags.of(key).add('Purpose', settings.purpose);
    return key;
  }
}
