import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { Where } from '../config-of';
import { ALERTS, homeTemplate, propertiesOf } from '../home-stack';

type Json = Record<string, unknown>;

const NETWORK = {
  vpcName: 'vpc-dev',
  publicSubnets: { a: { cidr: '10.0.1.0/24', zone: 0 }, b: { cidr: '10.0.2.0/24', zone: 1 } },
  privateSubnets: { a: { cidr: '10.0.10.0/24', zone: 0 }, b: { cidr: '10.0.11.0/24', zone: 1 } },
};
const CHECK = { canaryName: 'health-dev', url: 'https://api.example.com/health', inNetwork: true };
const templateOf = (network: Json = {}, check: Json = {}): Template =>
  homeTemplate({ ...ALERTS, canaries: { encryptionKey: 'alerts', artifacts: {}, network: { ...NETWORK, ...network }, checks: { health: { ...CHECK, ...check } } } });

interface Resource {
  readonly Properties: Json;
  readonly DependsOn?: string[];
}
const all = (template: Template, type: string) => template.findResources(type) as unknown as Record<string, Resource>;
const idOf = (template: Template, type: string, starts: string) => Object.keys(all(template, type)).find((id) => id.startsWith(starts)) ?? '';
const att = (id: string, name: string) => ({ 'Fn::GetAtt': [id, name] });
const subnet = (template: Template, kind: 'public' | 'private', id: string) => att(idOf(template, 'AWS::EC2::Subnet', `Canariesnetwork${kind}Subnets${id}`), 'SubnetId');
const vpc = (template: Template) => att(idOf(template, 'AWS::EC2::VPC', 'Canariesnetwork'), 'VpcId');

test('the VPC resolves names, and is named', () => {
  templateOf().hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true, Tags: Match.arrayWith([{ Key: 'Name', Value: 'vpc-dev' }]) });
});

test('each subnet is in its zone, and gives nobody a public address', () => {
  const template = templateOf();
  const shown = Object.values(all(template, 'AWS::EC2::Subnet')).map(({ Properties: { CidrBlock, AvailabilityZone, MapPublicIpOnLaunch, Tags } }) => [
    CidrBlock, (AvailabilityZone as { 'Fn::Select': unknown[] })['Fn::Select'], MapPublicIpOnLaunch, (Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === 'Name')?.Value,
  ]);
  const zones = { 'Fn::GetAZs': 'eu-west-1' };
  expect(shown).toEqual([
    ['10.0.1.0/24', [0, zones], false, 'vpc-dev-public-a'],
    ['10.0.2.0/24', [1, zones], false, 'vpc-dev-public-b'],
    ['10.0.10.0/24', [0, zones], false, 'vpc-dev-private-a'],
    ['10.0.11.0/24', [1, zones], false, 'vpc-dev-private-b'],
  ]);
});

/** Route tables by the target of their default route, with their subnets. */
function routes(template: Template) {
  const tables = Object.keys(all(template, 'AWS::EC2::RouteTable'));
  return tables.map((table) => {
    const route = Object.values(all(template, 'AWS::EC2::Route')).find(({ Properties }) => JSON.stringify(Properties['RouteTableId']) === JSON.stringify(att(table, 'RouteTableId')));
    const { GatewayId, NatGatewayId, DestinationCidrBlock } = route?.Properties ?? {};
    const subnets = Object.values(all(template, 'AWS::EC2::SubnetRouteTableAssociation')).filter(({ Properties }) => JSON.stringify(Properties['RouteTableId']) === JSON.stringify(att(table, 'RouteTableId')));
    return { to: GatewayId ?? NatGatewayId, DestinationCidrBlock, subnets: subnets.map(({ Properties }) => Properties['SubnetId']) };
  });
}
const nat = (template: Template, id: string) => att(idOf(template, 'AWS::EC2::NatGateway', `CanariesnetworknatGateways${id}`), 'NatGatewayId');
const gateway = (template: Template) => att(idOf(template, 'AWS::EC2::InternetGateway', 'Canariesnetwork'), 'InternetGatewayId');
const everywhere = '0.0.0.0/0';

test('a NAT gateway in each zone: what fails in one zone leaves the other its way out', () => {
  const template = templateOf();
  expect(routes(template)).toEqual([
    { to: gateway(template), DestinationCidrBlock: everywhere, subnets: [subnet(template, 'public', 'a'), subnet(template, 'public', 'b')] },
    { to: nat(template, 'a'), DestinationCidrBlock: everywhere, subnets: [subnet(template, 'private', 'a')] },
    { to: nat(template, 'b'), DestinationCidrBlock: everywhere, subnets: [subnet(template, 'private', 'b')] },
  ]);
  template.resourceCountIs('AWS::EC2::EIP', 2);
});

test('one NAT gateway, in the public subnet of the first zone, for all', () => {
  const template = templateOf({ natGateways: 'one' });
  expect(routes(template)).toEqual([
    { to: gateway(template), DestinationCidrBlock: everywhere, subnets: [subnet(template, 'public', 'a'), subnet(template, 'public', 'b')] },
    { to: nat(template, 'a'), DestinationCidrBlock: everywhere, subnets: [subnet(template, 'private', 'a'), subnet(template, 'private', 'b')] },
  ]);
  template.resourceCountIs('AWS::EC2::EIP', 1);
  template.resourceCountIs('AWS::EC2::NatGateway', 1);
  template.resourceCountIs('AWS::EC2::SubnetRouteTableAssociation', 4);
});

test('no NAT gateway: private subnets have no way to the Internet, but to AWS', () => {
  const template = templateOf({ natGateways: 'none', publicSubnets: {} });
  expect(routes(template)).toEqual([{ to: undefined, DestinationCidrBlock: undefined, subnets: [subnet(template, 'private', 'a'), subnet(template, 'private', 'b')] }]);
  for (const type of ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::EIP', 'AWS::EC2::Route']) template.resourceCountIs(type, 0);
});

test('addresses, gateways and routes wait for the way to the Internet', () => {
  const template = templateOf();
  const attachment = idOf(template, 'AWS::EC2::VPCGatewayAttachment', 'Canariesnetwork');
  const waiting = ['AWS::EC2::EIP', 'AWS::EC2::NatGateway'].flatMap((type) => Object.values(all(template, type)));
  const publicRoute = Object.values(all(template, 'AWS::EC2::Route')).filter(({ Properties }) => Properties['GatewayId'] !== undefined);
  expect([...waiting, ...publicRoute].map(({ DependsOn }) => DependsOn)).toEqual(Array.from({ length: 5 }, () => [attachment]));
});

describe('endpoints', () => {
  const services = (template: Template) => Object.values(all(template, 'AWS::EC2::VPCEndpoint')).map(({ Properties: { ServiceName, VpcEndpointType } }) => [String(ServiceName), VpcEndpointType]).sort();

  test('S3 by a gateway on every private route table, CloudWatch and Logs by an interface in each zone, under their usual names', () => {
    const template = templateOf();
    expect(services(template)).toEqual([['com.amazonaws.eu-west-1.logs', 'Interface'], ['com.amazonaws.eu-west-1.monitoring', 'Interface'], ['com.amazonaws.eu-west-1.s3', 'Gateway']]);
    const s3 = propertiesOf(template, 'AWS::EC2::VPCEndpoint', ({ VpcEndpointType }) => VpcEndpointType === 'Gateway');
    expect(s3['RouteTableIds']).toHaveLength(2);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      ServiceName: 'com.amazonaws.eu-west-1.monitoring',
      PrivateDnsEnabled: true,
      SubnetIds: [subnet(template, 'private', 'a'), subnet(template, 'private', 'b')],
      VpcId: vpc(template),
    });
  });

  test('one interface a zone, where a zone has two private subnets', () => {
    const template = templateOf({ privateSubnets: { ...NETWORK.privateSubnets, c: { cidr: '10.0.12.0/24', zone: 1 } } });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-1.logs', SubnetIds: [subnet(template, 'private', 'a'), subnet(template, 'private', 'b')] });
  });

  test('serve principals of this account only', () => {
    expect(Object.values(all(templateOf(), 'AWS::EC2::VPCEndpoint')).map(({ Properties }) => (Properties['PolicyDocument'] as { Statement: { Condition: unknown }[] }).Statement.map(({ Condition }) => Condition))).toEqual(
      Array.from({ length: 3 }, () => [{ StringEquals: { 'aws:PrincipalAccount': '111111111111' } }]),
    );
  });

  test('Secrets Manager and X-Ray too, where a canary inside needs them', () => {
    const template = templateOf({}, { kind: 'transaction', steps: { a: { path: '/v1' } }, secret: 'acme/token', tracing: true });
    expect(services(template).map(([name]) => name)).toEqual(['logs', 'monitoring', 's3', 'secretsmanager', 'xray'].map((name) => `com.amazonaws.eu-west-1.${name}`));
    expect(services(templateOf({}, { kind: 'transaction', steps: { a: { path: '/v1' } }, secret: 'acme/token', inNetwork: false }))).toHaveLength(3);
  });

  test('none, with NAT gateways in their place', () => {
    templateOf({ endpoints: false }).resourceCountIs('AWS::EC2::VPCEndpoint', 0);
  });
});

test('canaries may call over HTTPS, and nobody may call them; endpoints hear canaries alone', () => {
  const template = templateOf();
  const canaries = idOf(template, 'AWS::EC2::SecurityGroup', 'CanariesnetworkSecurityGroup');
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'HTTPS' };
  const rules = Object.entries(all(template, 'AWS::EC2::SecurityGroup')).map(([id, { Properties: { SecurityGroupEgress, SecurityGroupIngress } }]) => [id === canaries, SecurityGroupEgress, SecurityGroupIngress]);
  expect(rules).toEqual(
    expect.arrayContaining([
      [true, [{ CidrIp: '0.0.0.0/0', ...https }], undefined],
      [false, [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86, Description: 'Nothing' }], [{ SourceSecurityGroupId: att(canaries, 'GroupId'), ...https }]],
    ]),
  );
  expect(rules).toHaveLength(2);
});

test('a canary runs in the private subnets, with the security group for HTTPS', () => {
  const template = templateOf();
  template.hasResourceProperties('AWS::Synthetics::Canary', {
    VPCConfig: {
      VpcId: vpc(template),
      SubnetIds: [subnet(template, 'private', 'a'), subnet(template, 'private', 'b')],
      SecurityGroupIds: [att(idOf(template, 'AWS::EC2::SecurityGroup', 'CanariesnetworkSecurityGroup'), 'GroupId')],
    },
  });
  templateOf({}, { inNetwork: false }).hasResourceProperties('AWS::Synthetics::Canary', { VPCConfig: Match.absent() });
});

test('a canary starts when its network is whole: routes and endpoints too', () => {
  const template = templateOf();
  const [canary] = Object.values(all(template, 'AWS::Synthetics::Canary'));
  const ways = ['AWS::EC2::Route', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::SubnetRouteTableAssociation'].flatMap((type) => Object.keys(all(template, type)));
  expect(canary?.DependsOn).toEqual(expect.arrayContaining(ways));
  expect(ways).toHaveLength(10);
});

describe('an existing network', () => {
  const existing = { existing: 'vpc-0a1b', subnetIds: ['subnet-0a', 'subnet-0b'], securityGroupIds: ['sg-0a'] };
  const existingTemplate = (where: Where = {}) => homeTemplate({ ...ALERTS, canaries: { encryptionKey: 'alerts', artifacts: {}, network: existing, checks: { health: CHECK } } }, where);

  test('cannot serve the canaries of several Regions', () => {
    expect(() => existingTemplate({ regions: ['eu-west-1', 'us-east-1'] })).toThrow('canaries.network.existing: a VPC is in one Region, the canaries run in eu-west-1, us-east-1; let the config make a VPC in each');
  });

  test('is used as it is', () => {
    const template = existingTemplate();
    template.hasResourceProperties('AWS::Synthetics::Canary', { VPCConfig: { VpcId: 'vpc-0a1b', SubnetIds: ['subnet-0a', 'subnet-0b'], SecurityGroupIds: ['sg-0a'] } });
    for (const type of ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::SecurityGroup', 'AWS::EC2::VPCEndpoint', 'AWS::EC2::FlowLog']) template.resourceCountIs(type, 0);
  });

  test('the role makes network interfaces in these subnets and removes those of this VPC; only looking has no bounds', () => {
    existingTemplate().hasResourceProperties('AWS::IAM::Role', {
      Policies: [
        {
          PolicyDocument: {
            Statement: Match.arrayWith([
              {
                Effect: 'Allow', Action: 'ec2:CreateNetworkInterface',
                Resource: [
                  'arn:aws:ec2:eu-west-1:111111111111:subnet/subnet-0a', 'arn:aws:ec2:eu-west-1:111111111111:subnet/subnet-0b',
                  'arn:aws:ec2:eu-west-1:111111111111:security-group/sg-0a', 'arn:aws:ec2:eu-west-1:111111111111:network-interface/*',
                ],
              },
              {
                Effect: 'Allow', Action: 'ec2:DeleteNetworkInterface', Resource: 'arn:aws:ec2:eu-west-1:111111111111:network-interface/*',
                Condition: { ArnEquals: { 'ec2:Vpc': 'arn:aws:ec2:eu-west-1:111111111111:vpc/vpc-0a1b' } },
              },
              { Effect: 'Allow', Action: 'ec2:DescribeNetworkInterfaces', Resource: '*' },
            ]),
          },
        },
      ],
    });
  });
});

test('the flow log has every connection, in an encrypted log group that expires', () => {
  const template = templateOf({ flowLogRetentionDays: 400 });
  const role = idOf(template, 'AWS::IAM::Role', 'CanariesnetworkFlowLogRole');
  const group = idOf(template, 'AWS::Logs::LogGroup', 'CanariesnetworkFlowLogGroup');
  template.hasResourceProperties('AWS::EC2::FlowLog', {
    ResourceType: 'VPC', ResourceId: vpc(template), TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs', LogGroupName: { Ref: group }, DeliverLogsPermissionArn: att(role, 'Arn'),
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/vpc/vpc-dev', RetentionInDays: 400, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^EncryptionalertsKey'), 'Arn'] } });
  expect(all(template, 'AWS::IAM::Role')[role]?.Properties).toEqual({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' }, ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:eu-west-1:111111111111:vpc-flow-log/*' } },
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'WriteFlowLog',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], Resource: att(group, 'Arn') },
            { Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' },
          ],
        },
      },
    ],
    Tags: expect.any(Array) as unknown,
  });
});

test('another subnet changes nothing of those that are there', () => {
  const before = templateOf({ natGateways: 'one' }).toJSON() as { Resources: Json };
  const after = templateOf({ natGateways: 'one', privateSubnets: { ...NETWORK.privateSubnets, ab: { cidr: '10.0.12.0/24', zone: 2 } } }).toJSON() as { Resources: Json };
  const changed = Object.entries(before.Resources).filter(([id, resource]) => JSON.stringify(after.Resources[id]) !== JSON.stringify(resource)).map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
  // the new zone gets its interfaces, and the canary may use the subnet
  expect(changed.sort()).toEqual(['CanarieschecksHealthCanary', 'CanarieschecksHealthRole', 'Canariesnetworkendpointslogs', 'Canariesnetworkendpointsmonitoring'].map((id) => id.replace('Health', 'health')));
});
