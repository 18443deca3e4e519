import type { Config } from '@payment-observability/config';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY, wildcardFinding } from '../acknowledge';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { handlerAsset } from '../handler-asset';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import type { LogGroups } from '../logs/log-groups';

export interface XRayEncryptionProps {
  readonly config: Config;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
  /** Id in `encryption.keys`. */
  readonly encryptionKey: string;
}

/** X-Ray may take minutes to put a new key into use; the function waits for it, and 15 minutes are the most Lambda gives. */
const TIMEOUT = Duration.minutes(15);
/** A function that never answers fails the deployment soon after its time, where CloudFormation alone would wait for an hour. */
const SERVICE_TIMEOUT = TIMEOUT.plus(Duration.minutes(1));
/** Of a function that runs once in a deployment, where the section `logs` says nothing. */
const RETENTION_DAYS = 90;

/**
 * X-Ray encrypted with a customer-managed key, for the whole account and Region. CloudFormation has no type for it, so a
 * function of ours makes the call.
 */
export class XRayEncryption extends Construct {
  readonly #props: XRayEncryptionProps;

  constructor(scope: Construct, id: string, props: XRayEncryptionProps) {
    super(scope, id);
    this.#props = props;
    const { keyArn } = props.keys.key(props.encryptionKey);
    this.#allowXRayToUseTheKey();
    const logGroup = this.#logGroup();
    const handler = new Function(this, 'Handler', {
      description: 'Sets the key that X-Ray encrypts traces with',
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: handlerAsset(this, 'xray-encryption'),
      timeout: TIMEOUT,
      memorySize: 128,
      logGroup,
      role: this.#role(keyArn, logGroup),
    });
    acknowledge(handler, {
      'AwsSolutions-L1': 'The handlers are built and tested for Node.js 22, which Lambda supports.',
      'PCI.DSS.321-LambdaInsideVPC': 'Calls X-Ray and answers CloudFormation, both outside of any VPC; it sees no cardholder data.',
    });
    new CustomResource(this, 'Setting', { serviceToken: handler.functionArn, resourceType: 'Custom::XRayEncryption', serviceTimeout: SERVICE_TIMEOUT, properties: { KeyId: keyArn } });
  }

  #logGroup(): LogGroup {
    const { logs, keys, encryptionKey } = this.#props;
    const functionName = `${Stack.of(this).stackName}-xray-encryption`;
    return (
      logs?.functionLogGroup(this, 'LogGroup', functionName) ??
      encryptedLogGroup(this, 'LogGroup', { logGroupName: `/aws/lambda/${functionName}`, retentionDays: RETENTION_DAYS, keys, encryptionKey, removalPolicy: RemovalPolicy.DESTROY })
    );
  }

  #role(keyArn: string, logGroup: LogGroup): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        SetEncryption: new PolicyDocument({
          statements: [
            // X-Ray has no resource for its encryption setting
            new PolicyStatement({ actions: ['xray:GetEncryptionConfig', 'xray:PutEncryptionConfig'], resources: ['*'] }),
            new PolicyStatement({ actions: ['kms:CreateGrant', 'kms:DescribeKey'], resources: [keyArn], conditions: this.#viaXRay }),
            new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] }),
          ],
        }),
      },
    });
    acknowledge(role, { ...INLINE_POLICY, [wildcardFinding(role, '*')]: 'X-Ray has no resource for its encryption setting.' });
    return role;
  }

  /** X-Ray works through a grant that the caller of PutEncryptionConfig makes for it, and reads with the permissions of whoever looks at traces. */
  #allowXRayToUseTheKey(): void {
    this.#props.keys.allow(
      this.#props.encryptionKey,
      new PolicyStatement({
        sid: 'AllowXRay',
        principals: [new AccountRootPrincipal()],
        actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey'],
        // a key policy's only resource is its key
        resources: ['*'],
        conditions: this.#viaXRay,
      }),
    );
  }

  get #viaXRay(): Record<string, unknown> {
    return { StringEquals: { 'kms:ViaService': `xray.${Stack.of(this).region}.amazonaws.com` } };
  }
}
