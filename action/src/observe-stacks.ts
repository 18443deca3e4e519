import type { Config } from '@payment-observability/config';
import { planStacks } from '@payment-observability/constructs';
import type { ObservedAlarm, ObservedFacts, ObservedSubscription } from '@payment-observability/review';
import type { DeployedStack } from './aws-client';
import { partitionOf } from './bootstrap';
import type { AccountAccess, RunContext } from './run-context';

/** What can be read of one stack: a template states these names, and those that CloudFormation makes up are not looked for. */
interface Observable {
  readonly region: string;
  readonly topicArns: readonly string[];
  readonly alarmNames: readonly string[];
}

/**
 * Reads who has confirmed the subscriptions of the deployed topics, and whether the actions of the deployed alarms are on.
 * What may not be read, or fails to be, stays "not verified" in the review: one line of the log says so.
 */
export async function observeStacks({ runner }: Pick<RunContext, 'runner'>, config: Config, { credentials }: AccountAccess, deployed: ReadonlyMap<string, DeployedStack>): Promise<ObservedFacts> {
  const aws = await import('./aws-client.js');
  const failures: string[] = [];
  const orNothing = async <T>(what: string, read: Promise<readonly T[]>): Promise<readonly T[]> => {
    try {
      return await read;
    } catch (error) {
      failures.push(`${what} (${error instanceof Error ? `${error.name}: ${error.message}` : String(error)})`);
      return [];
    }
  };
  const reads = observables(config, deployed);
  const subscriptions = reads.flatMap(({ region, topicArns }) => topicArns.map(async (topicArn): Promise<readonly ObservedSubscription[]> => orNothing(`subscriptions of ${topicArn}`, aws.subscriptionsOf(credentials, region, topicArn))));
  const alarms = reads.map(async ({ region, alarmNames }): Promise<readonly ObservedAlarm[]> => orNothing(`alarms in ${region}`, aws.alarmsNamed(credentials, region, alarmNames)));
  const facts = { at: toMinute(new Date()), subscriptions: (await Promise.all(subscriptions)).flat(), alarms: (await Promise.all(alarms)).flat(), editedByHand: [] };
  if (failures.length > 0) runner.info(`Not read, so not verified in the review: ${failures.join('; ')}.`);
  return facts;
}

function observables(config: Config, deployed: ReadonlyMap<string, DeployedStack>): readonly Observable[] {
  return planStacks(config).map(({ id, region }) => {
    const named = namesByType(deployed.get(id)?.template);
    const topicNames = named('AWS::SNS::Topic', 'TopicName');
    return {
      region,
      topicArns: topicNames.map((name) => `arn:${partitionOf(region)}:sns:${region}:${config.environment.account}:${name}`),
      alarmNames: [...named('AWS::CloudWatch::Alarm', 'AlarmName'), ...named('AWS::CloudWatch::CompositeAlarm', 'AlarmName')],
    };
  });
}

interface TemplateResource {
  readonly Type?: unknown;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

function namesByType(template: Readonly<Record<string, unknown>> = {}): (type: string, property: string) => readonly string[] {
  const resources = Object.values((template['Resources'] ?? {}) as Readonly<Record<string, TemplateResource>>);
  return (type, property) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties?.[property]).filter((name) => typeof name === 'string');
}

// the review is written again when it changes: seconds would change it each time
const toMinute = (time: Date): string => `${time.toISOString().slice(0, 16)}Z`;
