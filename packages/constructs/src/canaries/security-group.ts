import type { Construct } from 'constructs';
import { TaggedResource } from '../tagged-resource';

export interface SecurityGroupProps {
  readonly vpcId: string;
  readonly description: string;
  /** Whether members may call over HTTPS, wherever it is. */
  readonly httpsOut: boolean;
  /** Id of the security group whose members may call over HTTPS; nobody may when undefined. */
  readonly httpsFrom?: string;
}

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'HTTPS' };
/** Without a rule EC2 would allow everything; nobody has this address. */
const NOTHING = { CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86, Description: 'Nothing' };

/** A security group for HTTPS alone, and its id. */
export function securityGroup(scope: Construct, id: string, { vpcId, description, httpsOut, httpsFrom }: SecurityGroupProps): string {
  const group = new TaggedResource(scope, id, { type: 'AWS::EC2::SecurityGroup', properties: {
    VpcId: vpcId,
    GroupDescription: description,
    SecurityGroupEgress: [httpsOut ? { CidrIp: '0.0.0.0/0', ...HTTPS } : NOTHING],
    ...(httpsFrom !== undefined && { SecurityGroupIngress: [{ SourceSecurityGroupId: httpsFrom, ...HTTPS }] }),
  } });
  return group.getAtt('GroupId').toString();
}
