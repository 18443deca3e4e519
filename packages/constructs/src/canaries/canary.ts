import type { Canaries, CanaryCheck, Config } from '@payment-observability/config';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ArnFormat, Fn, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { handlerAsset } from '../handler-asset';
import { removalPolicyOf } from '../removal-policy';
import type { ArtifactBucket } from './artifact-bucket';
import { canaryEnvironment } from './canary-environment';
import type { Place } from './canary-network';
import { canaryRole } from './canary-role';
import { TaggedResource } from '../tagged-resource';

export interface CanaryProps {
  readonly config: Config;
  readonly canaries: Canaries;
  readonly check: CanaryCheck;
  /** Of the check in the config. */
  readonly path: string;
  readonly bucket: ArtifactBucket;
  readonly keys: EncryptionKeys;
  /** Of the network; undefined outside of it. */
  readonly place: Place | undefined;
}

/** Node.js 22; CDK has no constant for it (AWS: ARNs of the Synthetics runtimes by Region, November 2026). */
export const CANARY_RUNTIME = 'syn-nodejs-puppeteer-17.0';
/** Runs that Synthetics remembers, in days, whatever their artifacts live for (Synthetics API). */
const MAX_RUN_RETENTION_DAYS = 455;
/** Synthetics cuts the name of a canary to this, so that the name of its function fits into 64 characters. */
const NAME_IN_FUNCTION = 21;

/**
 * One canary with its role and its log group, started when it is deployed.
 *
 * Synthetics names the function `cwsyn-<name>-<id of the canary>` and has no property for its log group. The group is therefore made
 * here, by the id that the new canary returns, with key and retention; the role cannot create one, which would have neither.
 */
export class Canary extends Construct {
  public readonly canaryName: string;
  public readonly canaryArn: string;
  public readonly roleArn: string;
  public readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    const { check, canaries, keys, bucket, place } = props;
    this.canaryName = check.canaryName;
    this.canaryArn = Stack.of(this).formatArn({ service: 'synthetics', resource: 'canary', resourceName: check.canaryName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const key = keys.key(canaries.encryptionKey);
    const logGroupPrefix = `/aws/lambda/cwsyn-${check.canaryName.slice(0, NAME_IN_FUNCTION)}-`;
    const { roleArn } = canaryRole(this, 'Role', { check, bucket, prefix: canaries.artifacts.prefix, key, logGroupPrefix, place });
    this.roleArn = roleArn;
    const canary = new TaggedResource(this, 'Canary', { type: 'AWS::Synthetics::Canary', properties: { ...propertiesOf(this, props), ExecutionRoleArn: roleArn, ArtifactConfig: { S3Encryption: { EncryptionMode: 'SSE_KMS', KmsKeyArn: key.keyArn } } } });
    // its first run must not fail for want of a route
    if (place?.after) canary.node.addDependency(place.after);
    this.logGroupName = Fn.join('', [logGroupPrefix, canary.getAtt('Id').toString()]);
    // a pattern: the key's policy cannot wait for the canary, which waits for the key
    keys.allowLogGroup(canaries.encryptionKey, `${logGroupPrefix}*`);
    new LogGroup(this, 'LogGroup', { logGroupName: this.logGroupName, retention: canaries.retentionDays, encryptionKey: key, removalPolicy: removalPolicyOf(props.config) });
  }
}

function propertiesOf(scope: Construct, { canaries, check, path, bucket, place }: CanaryProps) {
  const { bucketName, objectKey } = scriptLocation(scope, scriptOf(check));
  const keptDays = Math.min(canaries.artifacts.expireDays, MAX_RUN_RETENTION_DAYS);
  return {
    Name: check.canaryName,
    RuntimeVersion: CANARY_RUNTIME,
    Code: { S3Bucket: bucketName, S3Key: objectKey, Handler: 'index.handler' },
    ArtifactS3Location: `s3://${bucket.bucketName}/${canaries.artifacts.prefix}`,
    Schedule: { Expression: `rate(${check.everyMinutes} ${check.everyMinutes === 1 ? 'minute' : 'minutes'})` },
    RunConfig: { TimeoutInSeconds: check.timeoutSeconds, MemoryInMB: check.memoryMb, ActiveTracing: check.tracing, EnvironmentVariables: canaryEnvironment(check, path) },
    SuccessRetentionPeriod: keptDays,
    FailureRetentionPeriod: keptDays,
    StartCanaryAfterCreation: true,
    // without it the function and its layer stay behind
    ProvisionedResourceCleanup: 'AUTOMATIC',
    ResourcesToReplicateTags: ['lambda-function'],
    ...(place && { VPCConfig: { VpcId: place.vpcId, SubnetIds: place.subnetIds, SecurityGroupIds: place.securityGroupIds } }),
  };
}

/** Only a canary with a step in the browser has the script that uses one. */
function scriptOf({ kind, steps }: CanaryCheck): string {
  if (kind === 'health') return 'health-canary';
  return Object.values(steps).some(({ browser }) => browser !== undefined) ? 'browser-canary' : 'transaction-canary';
}

function scriptLocation(scope: Construct, script: string) {
  const { s3Location } = handlerAsset(scope, script).bind(scope);
  if (!s3Location) throw new Error(`${script}: the code of a handler is an asset in S3`);
  return s3Location;
}
