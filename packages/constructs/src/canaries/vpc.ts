import type { Network } from '@payment-observability/config';
import { CfnResource, Fn, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { TaggedResource } from '../tagged-resource';

/** A VPC of ours: what its parts are known by. */
export interface Vpc {
  readonly vpcId: string;
  /** In the order of the subnets' ids in the config. */
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  /** One private subnet a zone, where an endpoint puts its network interface. */
  readonly endpointSubnetIds: readonly string[];
  readonly privateRouteTableIds: readonly string[];
  readonly internetGatewayId: string | undefined;
  readonly natGatewayIds: readonly string[];
  readonly elasticIps: readonly string[];
}

export type CreatedVpc = Vpc & { readonly securityGroupId: string };

type Subnets = Network['privateSubnets'];
interface Subnet {
  readonly id: string;
  readonly zone: number;
  readonly subnetId: string;
}
interface Nat {
  readonly zone: number;
  readonly natGatewayId: string;
  readonly elasticIp: string;
}

/** The VPC with its subnets, the way out of the public ones, and a NAT gateway for each zone of the private ones, one for all, or none. */
export function createVpc(scope: Construct, network: Network): Vpc {
  const name = network.vpcName ?? '';
  const named = (resource: TaggedResource, suffix = '') => {
    Tags.of(resource).add('Name', `${name}${suffix}`);
    return resource;
  };
  const vpcId = named(new TaggedResource(scope, 'Vpc', { type: 'AWS::EC2::VPC', properties: { CidrBlock: network.cidr, EnableDnsSupport: true, EnableDnsHostnames: true } })).getAtt('VpcId').toString();
  const subnets = (kind: 'public' | 'private', of: Subnets): Subnet[] =>
    inOrder(of).map(([id, { cidr, zone }]) => {
      const entry = new Construct(parentOf(scope, `${kind}Subnets`), id);
      const properties = { VpcId: vpcId, CidrBlock: cidr, AvailabilityZone: Fn.select(zone, Fn.getAzs(Stack.of(scope).region)), MapPublicIpOnLaunch: false };
      return { id, zone, subnetId: named(new TaggedResource(entry, 'Subnet', { type: 'AWS::EC2::Subnet', properties }), `-${kind}-${id}`).getAtt('SubnetId').toString() };
    });
  const open = subnets('public', network.publicSubnets);
  const closed = subnets('private', network.privateSubnets);
  const gateway = open.length === 0 ? undefined : internetGateway(scope, vpcId, named);
  if (gateway) routeOut(scope, 'Public', { vpcId, subnets: open, target: { GatewayId: gateway.internetGatewayId }, after: gateway.attachment, named });
  const nats = gateway ? natSubnets(network.natGateways, open, closed).map((subnet) => natGateway(scope, subnet, gateway.attachment, named)) : [];
  const privateRouteTableIds = groupsOf(closed, nats).map(([id, members, nat]) => routeOut(scope, id, { vpcId, subnets: members, target: nat && { NatGatewayId: nat.natGatewayId }, after: undefined, named }));
  return {
    vpcId,
    publicSubnetIds: open.map(({ subnetId }) => subnetId),
    privateSubnetIds: closed.map(({ subnetId }) => subnetId),
    endpointSubnetIds: closed.filter(({ zone }, index) => closed.findIndex((other) => other.zone === zone) === index).map(({ subnetId }) => subnetId),
    privateRouteTableIds,
    internetGatewayId: gateway?.internetGatewayId,
    natGatewayIds: nats.map(({ natGatewayId }) => natGatewayId),
    elasticIps: nats.map(({ elasticIp }) => elasticIp),
  };
}

type Named = (resource: TaggedResource, suffix?: string) => TaggedResource;

const inOrder = <T>(entries: Readonly<Record<string, T>>): [string, T][] => Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));

const parentOf = (scope: Construct, id: string): Construct => (scope.node.tryFindChild(id) as Construct | undefined) ?? new Construct(scope, id);

function internetGateway(scope: Construct, vpcId: string, named: Named) {
  const internetGatewayId = named(new TaggedResource(scope, 'InternetGateway', { type: 'AWS::EC2::InternetGateway', properties: {} })).getAtt('InternetGatewayId').toString();
  const attachment = new CfnResource(scope, 'GatewayAttachment', { type: 'AWS::EC2::VPCGatewayAttachment', properties: { VpcId: vpcId, InternetGatewayId: internetGatewayId } });
  return { internetGatewayId, attachment };
}

/** The public subnets that a NAT gateway stands in: the first of each zone with private subnets, or the first of all. */
function natSubnets(natGateways: Network['natGateways'], open: readonly Subnet[], closed: readonly Subnet[]): readonly Subnet[] {
  if (natGateways === 'none') return [];
  const byZone = [...open].sort((a, b) => a.zone - b.zone);
  if (natGateways === 'one') return byZone.slice(0, 1);
  return byZone.filter(({ zone }, index) => byZone.findIndex((other) => other.zone === zone) === index && closed.some((other) => other.zone === zone));
}

function natGateway(scope: Construct, { id, zone, subnetId }: Subnet, attachment: CfnResource, named: Named): Nat {
  const entry = new Construct(parentOf(scope, 'natGateways'), id);
  const address = named(new TaggedResource(entry, 'Address', { type: 'AWS::EC2::EIP', properties: { Domain: 'vpc' } }), `-nat-${id}`);
  // an address can be given out, and a gateway can start, once there is a way to the Internet
  address.addResourceDependency(attachment);
  const nat = named(new TaggedResource(entry, 'Gateway', { type: 'AWS::EC2::NatGateway', properties: { AllocationId: address.getAtt('AllocationId'), SubnetId: subnetId } }), `-nat-${id}`);
  nat.addResourceDependency(attachment);
  return { zone, natGatewayId: nat.getAtt('NatGatewayId').toString(), elasticIp: address.getAtt('PublicIp').toString() };
}

/** Private subnets by the route table they share: one table a zone when each zone has its gateway, else one for all. */
function groupsOf(closed: readonly Subnet[], nats: readonly Nat[]): readonly [id: string, members: readonly Subnet[], nat: Nat | undefined][] {
  const zones = [...new Set(closed.map(({ zone }) => zone))].sort((a, b) => a - b);
  if (!zones.every((zone) => nats.some((nat) => nat.zone === zone))) return [['Private', closed, nats[0]]];
  return zones.map((zone) => [`PrivateZone${zone}`, closed.filter((subnet) => subnet.zone === zone), nats.find((nat) => nat.zone === zone)]);
}

interface RouteTableProps {
  readonly vpcId: string;
  readonly subnets: readonly Subnet[];
  /** Of the default route; none when undefined. */
  readonly target: Readonly<Record<string, string>> | undefined;
  readonly after: CfnResource | undefined;
  readonly named: Named;
}

/** A route table for the subnets, and its id. */
function routeOut(scope: Construct, id: string, { vpcId, subnets, target, after, named }: RouteTableProps): string {
  const entry = new Construct(parentOf(scope, 'routeTables'), id);
  const routeTableId = named(new TaggedResource(entry, 'Table', { type: 'AWS::EC2::RouteTable', properties: { VpcId: vpcId } }), `-${id.toLowerCase()}`).getAtt('RouteTableId').toString();
  if (target) {
    const route = new CfnResource(entry, 'Default', { type: 'AWS::EC2::Route', properties: { RouteTableId: routeTableId, DestinationCidrBlock: '0.0.0.0/0', ...target } });
    if (after) route.addResourceDependency(after);
  }
  for (const subnet of subnets)
    new CfnResource(entry, `Of-${subnet.id}`, { type: 'AWS::EC2::SubnetRouteTableAssociation', properties: { RouteTableId: routeTableId, SubnetId: subnet.subnetId } });
  return routeTableId;
}
