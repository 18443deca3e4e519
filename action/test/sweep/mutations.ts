import { ALARM_MUTATIONS } from './alarm-mutations';
import { DATA_MUTATIONS } from './data-mutations';
import { DELIVERY_MUTATIONS } from './delivery-mutations';
import type { Mutation } from './planting';

/** Every removal or weakening that the sweep plants. */
export const MUTATIONS: readonly Mutation[] = [...ALARM_MUTATIONS, ...DELIVERY_MUTATIONS, ...DATA_MUTATIONS];

/** Types of the templates that no mutation is planted in, and why. */
export const LEFT_ALONE: Readonly<Record<string, string>> = {
  'AWS::Logs::QueryDefinition': 'a saved query tells nobody and holds no data',
  'AWS::XRay::Group': 'shows traces, and tells nobody',
  'AWS::XRay::SamplingRule': 'decides how much is traced, and tells nobody',
  'AWS::KMS::Alias': 'a second name of a key; what is encrypted names the key itself',
  'Custom::XRayEncryption': 'sets what X-Ray of the account encrypts with; holds nothing',
  ...Object.fromEntries(
    ['VPC', 'Subnet', 'InternetGateway', 'VPCGatewayAttachment', 'RouteTable', 'Route', 'SubnetRouteTableAssociation', 'EIP', 'NatGateway', 'SecurityGroup', 'VPCEndpoint', 'FlowLog'].map((kind) => [
      `AWS::EC2::${kind}`,
      'network of a canary, whose own alarm breaches when it goes silent',
    ]),
  ),
};
