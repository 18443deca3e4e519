import type { Config, Network } from '@payment-observability/config';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { LimitError } from '../limit-error';
import { addEndpoints } from './vpc-endpoints';
import { addFlowLog } from './vpc-flow-log';
import { securityGroup } from './security-group';
import { createVpc, type CreatedVpc } from './vpc';

/** Where a canary runs. */
export interface Place {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** What must be there before a canary can reach anything from its subnets; undefined where it is there already. */
  readonly after: Construct | undefined;
}

/** The network of the canaries; `created` is undefined for one that exists. */
export interface CanaryNetwork {
  readonly place: Place;
  readonly created: CreatedVpc | undefined;
}

export interface CanaryNetworkProps {
  readonly config: Config;
  readonly network: Network;
  readonly keys: EncryptionKeys;
  /** Id in `encryption.keys`. */
  readonly encryptionKey: string;
  /** Services beside S3, CloudWatch and CloudWatch Logs that canaries in the network call, for example secretsmanager. */
  readonly services: readonly string[];
}

/** The existing VPC of the config, or a new one with subnets, NAT gateways, endpoints and an encrypted flow log. */
export function canaryNetwork(scope: Construct, props: CanaryNetworkProps): CanaryNetwork {
  const { existing, subnetIds = [], securityGroupIds = [], endpoints } = props.network;
  const { regions } = props.config.environment;
  if (existing !== undefined && regions.length > 1) throw new LimitError('canaries.network.existing', `a VPC is in one Region, the canaries run in ${regions.join(', ')}; let the config make a VPC in each`);
  if (existing !== undefined) return { place: { vpcId: existing, subnetIds, securityGroupIds, after: undefined }, created: undefined };
  const vpc = createVpc(scope, props.network);
  const securityGroupId = securityGroup(scope, 'SecurityGroup', { vpcId: vpc.vpcId, description: 'Canaries: HTTPS out, nothing in', httpsOut: true });
  if (endpoints) addEndpoints(scope, { vpc, callers: securityGroupId, services: ['monitoring', 'logs', ...props.services], region: Stack.of(scope).region });
  addFlowLog(scope, { ...props, vpc });
  return { place: { vpcId: vpc.vpcId, subnetIds: vpc.privateSubnetIds, securityGroupIds: [securityGroupId], after: scope }, created: { ...vpc, securityGroupId } };
}
