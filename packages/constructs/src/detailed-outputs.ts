import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnOutput, CfnResource, Stack } from 'aws-cdk-lib/core';
import { partitionOf } from './partition';

/** What is put out of one kind of resource: the end of the output's id, and its value. */
type Attributes = Readonly<Record<string, (resource: CfnResource) => string>>;

const ref = (resource: CfnResource) => resource.ref;
const attribute = (name: string) => (resource: CfnResource) => resource.getAtt(name).toString();
const arn = attribute('Arn');
/** For types whose ARN CloudFormation does not return. */
const arnOf = (service: string, resourceName: string, { inRegion, separator }: { inRegion: boolean; separator: string }) => (resource: CfnResource) => {
  const { region, account } = Stack.of(resource);
  return `arn:${partitionOf(region).name}:${service}:${inRegion ? region : ''}:${account}:${resourceName}${separator}${resource.ref}`;
};

const NAME_AND_ARN: Attributes = { Name: ref, Arn: arn };

/** Names, ARNs and ids by type of CloudFormation. */
const OUTPUTS: Readonly<Record<string, Attributes>> = {
  'AWS::KMS::Key': { Id: ref, Arn: arn },
  'AWS::KMS::Alias': { Name: ref },
  'AWS::S3::Bucket': { Name: ref, Arn: arn, DomainName: attribute('DomainName') },
  'AWS::EC2::VPC': { Id: ref },
  'AWS::EC2::Subnet': { Id: ref },
  'AWS::EC2::NatGateway': { Id: ref },
  'AWS::EC2::InternetGateway': { Id: ref },
  'AWS::EC2::SecurityGroup': { Id: attribute('GroupId') },
  'AWS::EC2::EIP': { Ip: attribute('PublicIp') },
  'AWS::Logs::LogGroup': NAME_AND_ARN,
  'AWS::Logs::MetricFilter': { Name: ref },
  'AWS::CloudWatch::Alarm': { Arn: arn },
  'AWS::CloudWatch::CompositeAlarm': { Arn: arn },
  'AWS::CloudWatch::AnomalyDetector': { Id: attribute('Id') },
  'AWS::CloudWatch::Dashboard': { Name: ref, Arn: arnOf('cloudwatch', 'dashboard', { inRegion: false, separator: '/' }) },
  'AWS::CloudWatch::InsightRule': { Name: attribute('RuleName') },
  'AWS::Synthetics::Canary': { Name: ref, Arn: arnOf('synthetics', 'canary', { inRegion: true, separator: ':' }) },
  'AWS::SNS::Topic': { Arn: ref, Name: attribute('TopicName') },
  'AWS::Lambda::Function': {
    ...NAME_AND_ARN,
    QualifiedArn: (resource) => `${arn(resource)}:$LATEST`,
    InvokeArn: (resource) => {
      const { region } = Stack.of(resource);
      return `arn:${partitionOf(region).name}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn(resource)}/invocations`;
    },
  },
  'AWS::IAM::Role': { Arn: arn },
  'AWS::Events::Rule': { Name: ref },
};

/** Adds names, ARNs and ids of every resource, each by the path of its construct, and lists of alarms by kind. */
export function addDetailedOutputs(stack: Stack): void {
  const resources = stack.node.findAll().filter(CfnResource.isCfnResource);
  for (const resource of resources) {
    const id = pathId(resource);
    for (const [suffix, value] of Object.entries(OUTPUTS[resource.cfnResourceType] ?? {})) new CfnOutput(stack, `${id}${suffix}`, { description: `${suffix} of ${resource.cfnResourceType}`, value: value(resource) });
  }
  for (const [id, values] of Object.entries(listsOf(resources))) if (values.length > 0) new CfnOutput(stack, id, { description: 'A list by commas', value: values.sort().join(',') });
}

function listsOf(resources: readonly CfnResource[]): Readonly<Record<string, string[]>> {
  const alarms = resources.filter((resource) => resource instanceof CfnAlarm);
  const names = (all: readonly (CfnAlarm | CfnCompositeAlarm)[]) => all.map(({ alarmName }) => alarmName ?? '');
  return {
    AlarmNames: names(alarms),
    CompositeAlarmNames: names(resources.filter((resource) => resource instanceof CfnCompositeAlarm)),
    AnomalyAlarmNames: names(alarms.filter(({ thresholdMetricId }) => thresholdMetricId !== undefined)),
    MathAlarmNames: names(alarms.filter(({ metrics, thresholdMetricId }) => metrics !== undefined && thresholdMetricId === undefined)),
    RolePolicies: resources.filter((resource) => resource instanceof CfnRole).map((role) => `${pathId(role)}=${policyNames(role).join('+')}`),
  };
}

function policyNames(role: CfnRole): string[] {
  const policies = Stack.of(role).resolve(role.policies) as readonly { readonly policyName: string }[] | undefined;
  return (policies ?? []).map(({ policyName }) => policyName);
}

/** `Encryption/logs/Key/Resource` is `EncryptionLogsKey`, as in its logical id: stable as long as the construct keeps its place. */
function pathId(resource: CfnResource): string {
  const path = resource.node.path.split('/').slice(1).filter((part, index, parts) => part !== 'Resource' && part !== 'Default' && part !== parts[index - 1]);
  return path.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join('').replaceAll(/[^A-Za-z0-9]/g, '');
}
