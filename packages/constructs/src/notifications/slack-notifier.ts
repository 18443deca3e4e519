import type { Severity } from '@payment-observability/config';
import { Effect, PolicyStatement, Role, ServicePrincipal, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { ArnFormat, Duration, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY } from '../acknowledge';
import { handlerAsset } from '../handler-asset';
import type { DeadLetterQueue } from './dead-letter-queue';

const TIMEOUT = Duration.seconds(30);
const MEMORY_MIB = 256;

export interface SlackNotifierProps {
  readonly severity: Severity;
  /** Name of the Secrets Manager secret that holds the webhook; only its ARN reaches the function. */
  readonly secretName: string;
  /** First line of every message. */
  readonly heading: string;
  readonly topicArn: string;
  readonly logGroup: ILogGroup;
  readonly deadLetters: DeadLetterQueue;
  readonly functionName: string;
}

/**
 * The function that posts the alerts of one topic to Slack. Lambda retries what it could not post, then hands it to the dead-letter queue.
 */
export class SlackNotifier extends Construct {
  public readonly function: Function;

  constructor(scope: Construct, id: string, props: SlackNotifierProps) {
    super(scope, id);
    const secretArn = Stack.of(this).formatArn({ service: 'secretsmanager', resource: 'secret', resourceName: props.secretName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
    this.function = new Function(this, 'Function', {
      functionName: props.functionName,
      description: `Posts ${props.severity} alerts to Slack`,
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      code: handlerAsset(this, 'slack-notifier'),
      handler: 'index.handler',
      timeout: TIMEOUT,
      memorySize: MEMORY_MIB,
      environment: { WEBHOOK_SECRET_ARN: secretArn, SEVERITY: props.severity, HEADING: props.heading },
      // its policy is complete: CDK would add a second one for the queue
      role: this.#role(secretArn, props).withoutPolicyUpdates(),
      logGroup: props.logGroup,
      deadLetterQueue: props.deadLetters,
    });
    acknowledge(this.function, {
      'AwsSolutions-L1': 'The handlers are built and tested for Node.js 22, which Lambda supports.',
      'PCI.DSS.321-LambdaInsideVPC': 'Reads a secret and posts to Slack, both outside of any VPC; alerts hold no cardholder data.',
    });
    this.function.addPermission('Topic', { principal: new ServicePrincipal('sns.amazonaws.com'), sourceArn: props.topicArn });
    Tags.of(this).add('Purpose', 'SlackNotifications');
  }

  #role(secretArn: string, { logGroup, deadLetters }: SlackNotifierProps): Role {
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
