import type { Config, Severity } from '@payment-observability/config';
import { Effect, PolicyStatement, Role, ServicePrincipal, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ArnFormat, Duration, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY } from '../acknowledge';
import { handlerAsset } from '../handler-asset';
import { alertContext } from './alert-context';
import type { Channel } from './channels';
import type { DeadLetterQueue } from './dead-letter-queue';

const TIMEOUT = Duration.seconds(30);
const MEMORY_MIB = 256;

export interface NotifierProps {
  readonly config: Config;
  readonly channel: Channel;
  readonly severity: Severity;
  /** Its entry below the topic, the end of its route. */
  readonly channelPath: string;
  /** Name of the Secrets Manager secret of the channel; only its ARN reaches the function. */
  readonly secretName: string;
  /** Environment variables beside the secret and the severity. */
  readonly environment: Readonly<Record<string, string>>;
  readonly topicArn: string;
  readonly logGroup: ILogGroup;
  readonly deadLetters: DeadLetterQueue;
  readonly functionName: string;
}

/**
 * The function that passes the alerts of one topic on to a channel. Lambda retries what it could not deliver, then hands it to the
 * dead-letter queue.
 */
export class Notifier extends Construct {
  public readonly function: Function;

  constructor(scope: Construct, id: string, props: NotifierProps) {
    super(scope, id);
    const { channel } = props;
    const secretArn = Stack.of(this).formatArn({ service: 'secretsmanager', resource: 'secret', resourceName: props.secretName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    const environment = { [channel.secretVariable]: secretArn, SEVERITY: props.severity, ...props.environment };
    this.function = new Function(this, 'Function', {
      functionName: props.functionName,
      description: `Posts ${props.severity} alerts to ${channel.name}`,
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      code: handlerAsset(this, channel.handler),
      handler: 'index.handler',
      timeout: TIMEOUT,
      memorySize: MEMORY_MIB,
      environment: { ...environment, ...alertContext(props.config, props.severity, props.channelPath, environment) },
      // its policy is complete: CDK would add a second one for the queue
      role: this.#role(secretArn, props).withoutPolicyUpdates(),
      logGroup: props.logGroup,
      deadLetterQueue: props.deadLetters,
    });
    acknowledge(this.function, {
      'AwsSolutions-L1': 'The handlers are built and tested for Node.js 22, which Lambda supports.',
      'PCI.DSS.321-LambdaInsideVPC': `Reads a secret and posts to ${channel.name}, both outside of any VPC; alerts hold no cardholder data.`,
    });
    this.allowTopic('Topic', props.topicArn);
    Tags.of(this).add('Purpose', channel.purpose);
  }

  /** Lets one topic invoke the function. */
  public allowTopic(id: string, topicArn: string): void {
    this.function.addPermission(id, { principal: new ServicePrincipal('sns.amazonaws.com'), sourceArn: topicArn });
  }

  #role(secretArn: string, { logGroup, deadLetters }: NotifierProps): Role {
    const allow = (actions: string[], resources: string[]) => new PolicyStatement({ effect: Effect.ALLOW, actions, resources });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Notify: new PolicyDocument({
          statements: [
            allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
            // Secrets Manager ends every ARN with a hyphen and six random characters
            allow(['secretsmanager:GetSecretValue'], [`${secretArn}-??????`]),
            allow(['sqs:SendMessage'], [deadLetters.queueArn]),
            allow(['kms:Decrypt', 'kms:GenerateDataKey'], [deadLetters.keyArn]),
          ],
        }),
      },
    });
    acknowledge(role, INLINE_POLICY);
    return role;
  }
}
