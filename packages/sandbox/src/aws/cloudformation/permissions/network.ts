import { on, type Rule, strings, text, type Target, type TypePermissions, when } from './rules';

const ec2 = (kind: string, id: string) => ({ accountId, region }: Target) => `arn:aws:ec2:${region}:${accountId}:${kind}/${id}`;
/** ARN of what a property names by its id. */
const named = (kind: string, property: string) => (target: Target) => strings([target.properties[property]].flat().filter((id) => id !== undefined)).map((id) => ec2(kind, id)(target));
/** ARN of a resource of the kind that is touched; one that is only being created has no id yet. */
const own = (kind: string) => (target: Target) => [ec2(kind, target.physicalId)(target)];
const fresh = (kind: string) => (target: Target) => [ec2(kind, '*')(target)];
const describe = (...actions: string[]): Rule => on(() => ['*'], ...actions);
const tag = (kind: string): Rule => ({ when: 'Tags', actions: ['ec2:CreateTags'], on: own(kind) });
const tagNew = (kind: string, createAction: string): Rule => ({ ...tag(kind), context: () => ({ 'ec2:CreateAction': createAction }) });

const addressArn = (target: Target) => [ec2('elastic-ip', text(target.attributes['AllocationId']))(target)];

/** The parts of a VPC (EC2 handlers in the CloudFormation registry; which resource an action asks for: service authorization reference). */
export const NETWORK_PERMISSIONS: Record<string, TypePermissions> = {
  'AWS::EC2::VPC': {
    arn: (target) => ec2('vpc', target.physicalId)(target),
    create: [on(fresh('vpc'), 'ec2:CreateVpc'), describe('ec2:DescribeVpcs'), tagNew('vpc', 'CreateVpc'), when('EnableDnsSupport', 'ec2:ModifyVpcAttribute'), when('EnableDnsHostnames', 'ec2:ModifyVpcAttribute')],
    update: [describe('ec2:DescribeVpcs'), tag('vpc'), when('EnableDnsSupport', 'ec2:ModifyVpcAttribute'), when('EnableDnsHostnames', 'ec2:ModifyVpcAttribute')],
    delete: ['ec2:DeleteVpc', describe('ec2:DescribeVpcs')],
  },
  'AWS::EC2::Subnet': {
    arn: (target) => ec2('subnet', target.physicalId)(target),
    create: [on(fresh('subnet'), 'ec2:CreateSubnet'), on(named('vpc', 'VpcId'), 'ec2:CreateSubnet'), describe('ec2:DescribeSubnets'), tagNew('subnet', 'CreateSubnet'), when('MapPublicIpOnLaunch', 'ec2:ModifySubnetAttribute')],
    update: [describe('ec2:DescribeSubnets'), tag('subnet'), when('MapPublicIpOnLaunch', 'ec2:ModifySubnetAttribute')],
    delete: ['ec2:DeleteSubnet', describe('ec2:DescribeSubnets')],
  },
  'AWS::EC2::RouteTable': {
    arn: (target) => ec2('route-table', target.physicalId)(target),
    create: [on(fresh('route-table'), 'ec2:CreateRouteTable'), on(named('vpc', 'VpcId'), 'ec2:CreateRouteTable'), describe('ec2:DescribeRouteTables'), tagNew('route-table', 'CreateRouteTable')],
    update: [describe('ec2:DescribeRouteTables'), tag('route-table')],
    delete: ['ec2:DeleteRouteTable', describe('ec2:DescribeRouteTables')],
  },
  'AWS::EC2::Route': {
    arn: (target) => ec2('route-table', text(target.properties['RouteTableId']))(target),
    create: ['ec2:CreateRoute', describe('ec2:DescribeRouteTables', 'ec2:DescribeNatGateways')],
    update: ['ec2:ReplaceRoute', describe('ec2:DescribeRouteTables')],
    delete: ['ec2:DeleteRoute', describe('ec2:DescribeRouteTables')],
  },
  'AWS::EC2::SubnetRouteTableAssociation': {
    arn: (target) => ec2('route-table', text(target.properties['RouteTableId']))(target),
    create: ['ec2:AssociateRouteTable', on(named('subnet', 'SubnetId'), 'ec2:AssociateRouteTable'), describe('ec2:DescribeRouteTables')],
    update: ['ec2:ReplaceRouteTableAssociation', describe('ec2:DescribeRouteTables')],
    delete: ['ec2:DisassociateRouteTable', on(named('subnet', 'SubnetId'), 'ec2:DisassociateRouteTable'), describe('ec2:DescribeRouteTables')],
  },
  'AWS::EC2::InternetGateway': {
    arn: (target) => ec2('internet-gateway', target.physicalId)(target),
    create: [on(fresh('internet-gateway'), 'ec2:CreateInternetGateway'), describe('ec2:DescribeInternetGateways'), tagNew('internet-gateway', 'CreateInternetGateway')],
    update: [describe('ec2:DescribeInternetGateways'), tag('internet-gateway')],
    delete: ['ec2:DeleteInternetGateway', describe('ec2:DescribeInternetGateways')],
  },
  'AWS::EC2::VPCGatewayAttachment': {
    arn: (target) => ec2('internet-gateway', text(target.properties['InternetGatewayId']))(target),
    create: ['ec2:AttachInternetGateway', on(named('vpc', 'VpcId'), 'ec2:AttachInternetGateway'), describe('ec2:DescribeInternetGateways')],
    update: ['ec2:AttachInternetGateway', 'ec2:DetachInternetGateway', on(named('vpc', 'VpcId'), 'ec2:AttachInternetGateway', 'ec2:DetachInternetGateway'), describe('ec2:DescribeInternetGateways')],
    delete: ['ec2:DetachInternetGateway', on(named('vpc', 'VpcId'), 'ec2:DetachInternetGateway'), describe('ec2:DescribeInternetGateways')],
  },
  'AWS::EC2::EIP': {
    arn: (target) => addressArn(target)[0] ?? '',
    create: [on(fresh('elastic-ip'), 'ec2:AllocateAddress'), describe('ec2:DescribeAddresses'), { ...tagNew('elastic-ip', 'AllocateAddress'), on: addressArn }],
    update: [describe('ec2:DescribeAddresses'), { ...tag('elastic-ip'), on: addressArn }],
    delete: ['ec2:ReleaseAddress', describe('ec2:DescribeAddresses')],
  },
  'AWS::EC2::NatGateway': {
    arn: (target) => ec2('natgateway', target.physicalId)(target),
    create: [
      on(fresh('natgateway'), 'ec2:CreateNatGateway'), on(named('subnet', 'SubnetId'), 'ec2:CreateNatGateway'), on(named('elastic-ip', 'AllocationId'), 'ec2:CreateNatGateway'),
      describe('ec2:DescribeNatGateways'), tagNew('natgateway', 'CreateNatGateway'),
    ],
    update: [describe('ec2:DescribeNatGateways'), tag('natgateway')],
    delete: ['ec2:DeleteNatGateway', describe('ec2:DescribeNatGateways')],
  },
  'AWS::EC2::SecurityGroup': {
    arn: (target) => ec2('security-group', target.physicalId)(target),
    create: [
      on(fresh('security-group'), 'ec2:CreateSecurityGroup'), on(named('vpc', 'VpcId'), 'ec2:CreateSecurityGroup'), describe('ec2:DescribeSecurityGroups'), tagNew('security-group', 'CreateSecurityGroup'),
      // a new group lets everything out until that rule is revoked
      when('SecurityGroupEgress', 'ec2:AuthorizeSecurityGroupEgress', 'ec2:RevokeSecurityGroupEgress'), when('SecurityGroupIngress', 'ec2:AuthorizeSecurityGroupIngress'),
    ],
    update: [
      describe('ec2:DescribeSecurityGroups'), tag('security-group'),
      when('SecurityGroupEgress', 'ec2:AuthorizeSecurityGroupEgress', 'ec2:RevokeSecurityGroupEgress'), when('SecurityGroupIngress', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'),
    ],
    delete: ['ec2:DeleteSecurityGroup', describe('ec2:DescribeSecurityGroups')],
  },
  'AWS::EC2::VPCEndpoint': {
    arn: (target) => ec2('vpc-endpoint', target.physicalId)(target),
    create: [
      on(fresh('vpc-endpoint'), 'ec2:CreateVpcEndpoint'), on(named('vpc', 'VpcId'), 'ec2:CreateVpcEndpoint'), on(named('subnet', 'SubnetIds'), 'ec2:CreateVpcEndpoint'),
      on(named('security-group', 'SecurityGroupIds'), 'ec2:CreateVpcEndpoint'), on(named('route-table', 'RouteTableIds'), 'ec2:CreateVpcEndpoint'),
      describe('ec2:DescribeVpcEndpoints'), tagNew('vpc-endpoint', 'CreateVpcEndpoint'),
    ],
    update: [{ actions: ['ec2:ModifyVpcEndpoint'], unless: ['Tags'] }, describe('ec2:DescribeVpcEndpoints'), tag('vpc-endpoint')],
    delete: ['ec2:DeleteVpcEndpoints', describe('ec2:DescribeVpcEndpoints')],
  },
  'AWS::EC2::FlowLog': {
    arn: (target) => ec2('vpc-flow-log', target.physicalId)(target),
    create: [
      on(fresh('vpc-flow-log'), 'ec2:CreateFlowLogs'), on(named('vpc', 'ResourceId'), 'ec2:CreateFlowLogs'), describe('ec2:DescribeFlowLogs'), tagNew('vpc-flow-log', 'CreateFlowLogs'),
    ],
    update: [describe('ec2:DescribeFlowLogs'), tag('vpc-flow-log')],
    delete: ['ec2:DeleteFlowLogs', describe('ec2:DescribeFlowLogs')],
    passes: { DeliverLogsPermissionArn: 'vpc-flow-logs.amazonaws.com' },
  },
};
