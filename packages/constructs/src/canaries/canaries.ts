import type { Canaries as CanariesConfig, CanaryCheck, Config } from '@payment-observability/config';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import type { LogGroups } from '../logs/log-groups';
import { markSource } from '../source';
import { artifactBucket } from './artifact-bucket';
import { Canary } from './canary';
import { canaryNetwork, type CanaryNetwork } from './canary-network';
import type { CreatedVpc } from './vpc';

export interface CanariesProps {
  readonly config: Config;
  readonly canaries: CanariesConfig;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
}

/** Health checks and synthetic transactions, with their artifacts and the network they run in. */
export class Canaries extends Construct {
  /** The canaries by their ids in `canaries.checks`. */
  public readonly checks: Readonly<Record<string, Canary>>;
  public readonly bucketName: string;
  public readonly bucketArn: string;
  /** The VPC with its subnets, gateways, addresses and security group; undefined when there is none of ours. */
  public readonly vpc: CreatedVpc | undefined;

  constructor(scope: Construct, id: string, { config, canaries, keys }: CanariesProps) {
    super(scope, id);
    markSource(this, 'canaries', 'canaries');
    const bucket = artifactBucket(this.#part('artifacts'), 'Bucket', { config, artifacts: canaries.artifacts, key: keys.key(canaries.encryptionKey) });
    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.bucketArn;
    const network = this.#network({ config, canaries, keys });
    this.vpc = network?.created;
    const checks = this.#part('checks');
    this.checks = Object.fromEntries(
      Object.entries(canaries.checks).map(([check, settings]) => {
        const path = `canaries.checks.${check}`;
        const canary = new Canary(checks, check, { config, canaries, check: settings, path, bucket, keys, place: settings.inNetwork ? network?.place : undefined });
        markSource(canary, 'canaries', path);
        return [check, canary];
      }),
    );
  }

  #network({ config, canaries, keys }: Omit<CanariesProps, 'logs'>): CanaryNetwork | undefined {
    const { network, encryptionKey, checks } = canaries;
    return network && canaryNetwork(this.#part('network'), { config, network, keys, encryptionKey, services: servicesOf(Object.values(checks)) });
  }

  #part(name: string): Construct {
    const part = new Construct(this, name);
    markSource(part, 'canaries', `canaries.${name}`);
    return part;
  }
}

/** Services that the canaries in the network call, by the names of their endpoints. */
function servicesOf(checks: readonly CanaryCheck[]): string[] {
  const inside = checks.filter(({ inNetwork }) => inNetwork);
  return [...(inside.some(({ secret }) => secret !== undefined) ? ['secretsmanager'] : []), ...(inside.some(({ tracing }) => tracing) ? ['xray'] : [])];
}
