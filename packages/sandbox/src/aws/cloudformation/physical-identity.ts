import { suffixOf, uuidOf } from '../identifiers';
import { resourceType, isCustom } from './resource-types';

/** Where a resource lives. */
export type Place = { readonly accountId: string; readonly region: string; readonly stackName: string; readonly stackId: string };

/** What identifies a physical resource: what `Ref` gives, what `Fn::GetAtt` gives, and the name that may not exist twice. */
export type PhysicalIdentity = {
  readonly physicalId: string;
  readonly attributes: Record<string, unknown>;
  readonly customName?: Record<string, string>;
};

type Named = Place & { readonly properties: Record<string, unknown>; readonly name: string; readonly arn: string; readonly uuid: string };

type Naming = {
  /** Properties that name the resource, where the identifier of the service spec is not made of properties. */
  readonly names?: readonly string[];
  /** What a naming property is when the template leaves it out. */
  readonly unsaid?: Readonly<Record<string, string>>;
  readonly ref?: (named: Named) => string;
  readonly arn?: (named: Named) => string;
  readonly attributes?: Record<string, (named: Named) => unknown>;
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const queueUrl = ({ region, accountId, name }: Named) => `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
const arn = ({ arn: own }: Named) => own;
const uuid = ({ uuid: own }: Named) => own;

const busName = (properties: Record<string, unknown>) => text(properties['EventBusName']).split('/').at(-1) ?? '';
const isDefaultBus = (properties: Record<string, unknown>) => ['', 'default'].includes(busName(properties));

/** What the ids of EC2's resources begin with. */
const EC2_IDS: Record<string, string> = {
  VPC: 'vpc', Subnet: 'subnet', RouteTable: 'rtb', InternetGateway: 'igw', NatGateway: 'nat', VPCEndpoint: 'vpce', FlowLog: 'fl', SubnetRouteTableAssociation: 'rtbassoc',
};
const ec2Id = (prefix: string, { uuid: own }: Named) => `${prefix}-0${own.replaceAll('-', '').slice(0, 16)}`;

const NAMINGS: Record<string, Naming> = {
  'AWS::Logs::LogGroup': { attributes: { Arn: ({ arn: own }) => `${own}:*` } },
  'AWS::SNS::Topic': { names: ['TopicName'], attributes: { TopicName: ({ name }) => name } },
  'AWS::SNS::Subscription': { arn: ({ properties, uuid: own }) => `${text(properties['TopicArn'])}:${own}` },
  'AWS::SQS::Queue': { names: ['QueueName'], ref: queueUrl, attributes: { QueueUrl: queueUrl, QueueName: ({ name }) => name } },
  // a rule's name belongs to its bus, and its ARN names a bus other than the default one
  'AWS::Events::Rule': {
    names: ['EventBusName', 'Name'],
    unsaid: { EventBusName: 'default' },
    ref: ({ properties, name }) => (isDefaultBus(properties) ? name : `${busName(properties)}|${name}`),
    arn: ({ region, accountId, properties, name }) => `arn:aws:events:${region}:${accountId}:rule/${isDefaultBus(properties) ? '' : `${busName(properties)}/`}${name}`,
    attributes: { RuleName: ({ name }) => name },
  },
  'AWS::KMS::Key': { ref: uuid },
  'AWS::Lambda::EventSourceMapping': { ref: uuid, arn: ({ region, accountId, uuid: own }) => `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${own}` },
  'AWS::DynamoDB::Table': { attributes: { StreamArn: ({ arn: own }) => `${own}/stream/2026-01-01T00:00:00.000` } },
  'AWS::Synthetics::Canary': { attributes: { State: () => 'RUNNING', Id: uuid } },
  'AWS::Budgets::Budget': { names: ['Budget.BudgetName'], attributes: { Id: ({ name }) => name } },
  'AWS::CloudWatch::InsightRule': { names: ['RuleName'], attributes: { RuleName: ({ name }) => name } },
  'AWS::CloudWatch::AlarmMuteRule': { names: ['Name'], attributes: { Status: () => 'SCHEDULED', MuteType: () => 'SCHEDULED' } },
  'AWS::XRay::TransactionSearchConfig': { names: [], ref: ({ accountId }) => accountId },
  ...Object.fromEntries(Object.entries(EC2_IDS).map(([kind, prefix]) => [`AWS::EC2::${kind}`, { names: [], ref: (named: Named) => ec2Id(prefix, named) }])),
  'AWS::EC2::VPCGatewayAttachment': { names: [], ref: ({ properties }) => `IGW|${text(properties['VpcId'])}` },
  'AWS::EC2::Route': { names: [], ref: ({ properties }) => `${text(properties['RouteTableId'])}|${text(properties['DestinationCidrBlock'])}` },
  'AWS::EC2::EIP': { names: [], ref: ({ uuid: own }) => `203.0.113.${parseInt(own.slice(0, 2), 16)}`, attributes: { AllocationId: (named) => ec2Id('eipalloc', named) } },
  'AWS::EC2::SecurityGroup': { names: [], ref: (named) => ec2Id('sg', named), attributes: { GroupId: (named) => ec2Id('sg', named) } },
  'AWS::IAM::ManagedPolicy': { names: ['ManagedPolicyName'], arn: ({ accountId, properties, name }) => `arn:aws:iam::${accountId}:policy${text(properties['Path']) || '/'}${name}` },
  'AWS::IAM::Role': {
    arn: ({ accountId, properties, name }) => `arn:aws:iam::${accountId}:role${text(properties['Path']) || '/'}${name}`,
    attributes: { RoleId: ({ uuid: own }) => `AROA${suffixOf(own, 16)}` },
  },
  'AWS::IAM::OIDCProvider': { names: ['Url'], arn: ({ accountId, properties }) => `arn:aws:iam::${accountId}:oidc-provider/${text(properties['Url']).replace(/^https?:\/\//, '')}` },
  'AWS::S3::Bucket': {
    attributes: {
      DomainName: ({ name }) => `${name}.s3.amazonaws.com`,
      DualStackDomainName: ({ name, region }) => `${name}.s3.dualstack.${region}.amazonaws.com`,
      RegionalDomainName: ({ name, region }) => `${name}.s3.${region}.amazonaws.com`,
      WebsiteURL: ({ name, region }) => `http://${name}.s3-website-${region}.amazonaws.com`,
    },
  },
  'AWS::XRay::Group': { names: ['GroupName'], arn: ({ region, accountId, name, uuid: own }) => `arn:aws:xray:${region}:${accountId}:group/${name}/${suffixOf(own, 16)}` },
  'AWS::XRay::SamplingRule': { names: ['SamplingRule.RuleName'] },
  'AWS::SecretsManager::Secret': { names: ['Name'], ref: arn, arn: ({ region, accountId, name, uuid: own }) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffixOf(own, 6)}` },
  'AWS::Scheduler::Schedule': { arn: ({ region, accountId, properties, name }) => `arn:aws:scheduler:${region}:${accountId}:schedule/${text(properties['GroupName']) || 'default'}/${name}` },
  'AWS::ECR::Repository': { attributes: { RepositoryUri: ({ accountId, region, name }) => `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}` } },
  'AWS::CloudTrail::Trail': { attributes: { SnsTopicArn: ({ properties, region, accountId }) => `arn:aws:sns:${region}:${accountId}:${text(properties['SnsTopicName'])}` } },
};

/** The identity a resource gets. It depends on stack, logical id, properties and generation alone. */
export function physicalIdentity(place: Place, logicalId: string, type: string, properties: Record<string, unknown>, generation: number): PhysicalIdentity {
  const naming = NAMINGS[type] ?? {};
  const seed = `${place.stackId}/${logicalId}/${generation}`;
  const given = namesOf(type, properties);
  const name = ownName(type, properties, given) ?? generatedName(place, logicalId, type, seed);
  const unnamed = { ...place, properties, name, uuid: uuidOf(seed), arn: '' };
  const named: Named = { ...unnamed, arn: naming.arn?.(unnamed) ?? arnOf(type, unnamed) };
  const attributeNames = Object.keys(resourceType(type)?.attributes ?? {});
  const identifier = identifierOf(type);
  const isArn = (attribute: string) => attribute === 'Arn' || attribute === `${type.split('::').at(-1)}Arn` || (/arn$/i.test(attribute) && identifier.includes(attribute));
  const ref = naming.ref?.(named) ?? (identifier.length === 1 && isArn(identifier[0] ?? '') ? named.arn : name);
  const attributes = Object.fromEntries(
    attributeNames.map((attribute) => [
      attribute,
      naming.attributes?.[attribute]?.(named) ?? (isArn(attribute) ? named.arn : (properties[attribute] ?? (identifier.includes(attribute) ? ref : `${ref}/${attribute}`))),
    ]),
  );
  return { physicalId: ref, attributes, ...(given === undefined ? {} : { customName: given }) };
}

/** The name the template gives, complete; undefined when CloudFormation makes one up. */
export function namesOf(type: string, properties: Record<string, unknown>): Record<string, string> | undefined {
  const known = resourceType(type);
  if (known === undefined || isCustom(type)) return undefined;
  const identifier = known.primaryIdentifier ?? [];
  const names = NAMINGS[type]?.names ?? (identifier.every((property) => property in known.properties) ? identifier : []);
  const unsaid = NAMINGS[type]?.unsaid ?? {};
  const values = names.map((name) => [name, valueAt(properties, name) ?? unsaid[name]] as const);
  if (names.length === 0 || values.some(([, value]) => typeof value !== 'string')) return undefined;
  return Object.fromEntries(values) as Record<string, string>;
}

/** How CloudFormation writes the identifier of a resource that is there already. */
export const alreadyExists = (type: string, names: Record<string, string>): string => {
  const identifier = Object.fromEntries(Object.entries(names).map(([name, value]) => [`/properties/${name.replaceAll('.', '/')}`, value]));
  return `Resource of type '${type}' with identifier '${JSON.stringify(identifier)}' already exists.`;
};

/** Where a name must be unique: S3 everywhere; IAM, dashboards and budgets in the account; all else in account and Region. */
export function nameScope(type: string, accountId: string, region: string): string {
  if (type === 'AWS::S3::Bucket') return type;
  return /^AWS::(IAM::|Budgets::|CloudWatch::Dashboard$)/.test(type) ? `${accountId}/${type}` : `${accountId}/${region}/${type}`;
}

const identifierOf = (type: string): string[] => resourceType(type)?.cfnRefIdentifier ?? resourceType(type)?.primaryIdentifier ?? [];

const valueAt = (properties: Record<string, unknown>, path: string): unknown =>
  path.split('.').reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined), properties);

function ownName(type: string, properties: Record<string, unknown>, given: Record<string, string> | undefined): string | undefined {
  if (given !== undefined) return Object.values(given).at(-1);
  const last = identifierOf(type).at(-1);
  const value = last === undefined ? undefined : properties[last];
  return typeof value === 'string' ? value : undefined;
}

const NAME_LENGTH = 64;

function generatedName({ stackName }: Place, logicalId: string, type: string, seed: string): string {
  if (resourceType(type) === undefined) return `${stackName}-${logicalId}-${suffixOf(seed)}`;
  const suffix = suffixOf(seed);
  const name = `${`${stackName}-${logicalId}`.slice(0, NAME_LENGTH - suffix.length - 1)}-${suffix}`;
  return type === 'AWS::S3::Bucket' ? name.toLowerCase() : name;
}

function arnOf(type: string, { accountId, region, name, uuid: id }: Named): string {
  const [, service = '', kind = ''] = type.toLowerCase().split('::');
  const template = resourceType(type)?.arnTemplate ?? `arn:\${Partition}:${service}:\${Region}:\${Account}:${kind}/\${Name}`;
  const known: Record<string, string> = { Partition: 'aws', Region: region, Account: accountId, KeyId: id, UUID: id, ParameterNameWithoutLeadingSlash: name.replace(/^\//, ''), Alias: name.replace(/^alias\//, '') };
  return template.replace(/\$\{(\w+)\}/g, (_, placeholder: string) => known[placeholder] ?? name);
}
