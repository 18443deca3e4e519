import { readableText } from '../intrinsics';
import { isRecord, listOf, type Json } from '../json';
import type { Resource } from '../template';
import type { Grant } from './grants';

const PEERS = [
  'CidrIp',
  'CidrIpv6',
  'SourceSecurityGroupId',
  'SourceSecurityGroupName',
  'DestinationSecurityGroupId',
  'SourcePrefixListId',
  'DestinationPrefixListId',
];

/** The rules of a security group, or the one rule of a rule resource. */
export function securityGroupGrants({ type, properties }: Resource): Omit<Grant, 'subject'>[] {
  if (type === 'AWS::EC2::SecurityGroupIngress') return [rule('ingress', properties)];
  if (type === 'AWS::EC2::SecurityGroupEgress') return [rule('egress', properties)];
  if (type !== 'AWS::EC2::SecurityGroup') return [];
  const inline = (direction: string, key: string): Omit<Grant, 'subject'>[] => listOf(properties[key]).map((value) => rule(direction, isRecord(value) ? value : {}));
  return [...inline('ingress', 'SecurityGroupIngress'), ...inline('egress', 'SecurityGroupEgress')];
}

function rule(direction: string, properties: Json): Omit<Grant, 'subject'> {
  const group = properties['GroupId'] ?? properties['GroupName'];
  const peers = PEERS.filter((key) => key in properties).map((key) => readableText(properties[key]));
  return {
    effect: 'Allow',
    principals: peers.length > 0 ? peers : ['?'],
    actions: [`${direction} ${ports(properties)}`],
    resources: group === undefined ? [] : [readableText(group)],
  };
}

function ports({ IpProtocol: protocol, FromPort: from, ToPort: to }: Json): string {
  if (readableText(protocol) === '-1') return 'all traffic';
  if (from === undefined || readableText(from) === '-1') return `${readableText(protocol)} all ports`;
  return `${readableText(protocol)} ${readableText(from)}${to === undefined || readableText(to) === readableText(from) ? '' : `-${readableText(to)}`}`;
}
