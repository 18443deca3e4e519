import type { Audit } from '@payment-observability/config';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY, wildcardFinding } from '../acknowledge';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import { logGroupArn } from '../logs/log-group-arn';
import { partitionOf } from '../partition';
import { KEEP } from '../removal-policy';
import { markSource } from '../source';
import { trailBucket } from './trail-bucket';

type TrailSettings = NonNullable<Audit['trail']>;

export interface TrailProps {
  readonly trail: TrailSettings;
  readonly keys: EncryptionKeys;
  /** Id in `encryption.keys`. */
  readonly encryptionKey: string;
}

const CLOUDTRAIL = 'cloudtrail.amazonaws.com';

/** A multi-Region CloudTrail trail: validated, encrypted, kept in its bucket and delivered to a log group. */
export class Trail extends Construct {
  readonly #props: TrailProps;
  readonly #name: string;

  constructor(scope: Construct, id: string, props: TrailProps) {
    super(scope, id);
    this.#props = props;
    const { trail, keys, encryptionKey } = props;
    // policies name the trail before it exists, so that it never has a generated name
    this.#name = trail.trailName ?? Stack.of(this).stackName;
    markSource(this, 'audit', 'audit.trail');
    this.#allowCloudTrailToUseTheKey();
    const { bucketName, bucketArn, policy } = trailBucket(this, 'Bucket', { settings: trail.bucket, trailArn: this.#arn });
    const resource = new CfnTrail(this, 'Trail', {
      trailName: this.#name,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: keys.key(encryptionKey).keyArn,
      s3BucketName: bucketName,
      advancedEventSelectors: this.#eventSelectors(bucketArn),
      ...this.#logDelivery(),
    });
    // CloudTrail tries the bucket when the trail is created
    if (policy) resource.node.addDependency(policy);
  }

  get #arn(): string {
    const { region, account } = Stack.of(this);
    return `arn:${this.#partition}:cloudtrail:${region}:${account}:trail/${this.#name}`;
  }

  get #partition(): string {
    return partitionOf(Stack.of(this).region).name;
  }

  /** All management events; object events of the named buckets except the trail's own, whose every delivery would be an event again. */
  #eventSelectors(bucketArn: string): CfnTrail.AdvancedEventSelectorProperty[] {
    const management = { name: 'Management events', fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }] };
    const prefix = this.#props.trail.s3DataEventsPrefix;
    if (prefix === undefined) return [management];
    const objects = {
      name: `Object events of buckets ${prefix}*`,
      fieldSelectors: [
        { field: 'eventCategory', equalTo: ['Data'] },
        { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
        {
          field: 'resources.ARN',
          startsWith: [`arn:${this.#partition}:s3:::${prefix}`],
          notStartsWith: [`${bucketArn}/`],
        },
      ],
    };
    return [management, objects];
  }

  #logDelivery(): { cloudWatchLogsLogGroupArn?: string; cloudWatchLogsRoleArn?: string } {
    const { trail, keys, encryptionKey } = this.#props;
    if (trail.logGroupName === undefined) return {};
    const group = encryptedLogGroup(this, 'LogGroup', {
      logGroupName: trail.logGroupName,
      retentionDays: trail.logRetentionDays,
      keys,
      encryptionKey,
      removalPolicy: KEEP,
    });
    const { account, region } = Stack.of(this);
    const streams = `${logGroupArn(this, trail.logGroupName)}:log-stream:${account}_CloudTrail_${region}*`;
    const role = new Role(this, 'LogRole', {
      // CloudTrail assumes this role without aws:SourceArn and aws:SourceAccount (its user guide, role policy for CloudWatch Logs)
      assumedBy: new ServicePrincipal(CLOUDTRAIL),
      inlinePolicies: { Deliver: new PolicyDocument({ statements: [new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [streams] })] }) },
    });
    acknowledge(role, { ...INLINE_POLICY, [wildcardFinding(role, streams)]: 'CloudTrail adds a suffix to the name of its log stream.' });
    return { cloudWatchLogsLogGroupArn: group.logGroupArn, cloudWatchLogsRoleArn: role.roleArn };
  }

  #allowCloudTrailToUseTheKey(): void {
    const { keys, encryptionKey } = this.#props;
    const { account } = Stack.of(this);
    const principals = [new ServicePrincipal(CLOUDTRAIL)];
    const fromThisTrail = { StringEquals: { 'aws:SourceArn': this.#arn } };
    // a key policy's only resource is its key
    const resources = ['*'];
    keys.allow(
      encryptionKey,
      new PolicyStatement({
        sid: 'AllowCloudTrailEncryption',
        principals,
        actions: ['kms:GenerateDataKey*'],
        resources,
        conditions: { ...fromThisTrail, StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:${this.#partition}:cloudtrail:*:${account}:trail/${this.#name}` } },
      }),
    );
    keys.allow(encryptionKey, new PolicyStatement({ sid: 'AllowCloudTrailDescribe', principals, actions: ['kms:DescribeKey'], resources, conditions: fromThisTrail }));
  }
}
