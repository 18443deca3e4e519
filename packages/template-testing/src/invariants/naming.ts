import { asObject, flatText, type Properties, resourcesOf, type StackJson, textsIn } from '../stack-json';
import type { Invariant } from './invariant';

/** The stage of `templateWorld`, for stacks in which nothing can be tagged. */
const DEFAULT_STAGE = 'dev';
const SOURCE_METADATA = 'payment-observability';
/** Names within something that carries the stage itself. */
const INNER_NAMES = ['AWS::Logs::LogStream', 'AWS::Logs::MetricFilter', 'AWS::IAM::Policy'];
/** The log group of a canary has a name that AWS makes from the beginning of the canary's. */
const NAME_FROM_AWS = /^\/aws\/lambda\/cwsyn-/;
const REGION = /\b(?:us|eu|ap|ca|sa|me|af|il|mx)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d\b/g;
const ACCOUNT_OF_ARN = /^arn:[a-z-]+:(?!lambda:[^:]*:\d+:layer:)[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/;

export const NAMING_INVARIANTS: readonly Invariant[] = [
  {
    name: 'every physical name carries the stage',
    violations(stack) {
      const carriesStage = new RegExp(`(^|[^a-z])${stageOf(stack)}([^a-z]|$)`);
      return resourcesOf(stack).flatMap(([id, properties, type]) => physicalNames(type, properties).filter(([, name]) => !carriesStage.test(name) && !NAME_FROM_AWS.test(name)).map(([key, name]) => `${id}.${key}=${name}`));
    },
  },
  {
    name: 'every resource says which part of the file it comes from',
    violations: ({ Resources }) => Object.entries(Resources).filter(([, { Metadata }]) => Metadata?.[SOURCE_METADATA] === undefined).map(([id]) => id),
  },
  {
    // dashboards show other Regions on purpose
    name: 'a stack names one Region and one account',
    violations(stack) {
      const texts = resourcesOf(stack).flatMap(([, properties, type]) => (type === 'AWS::CloudWatch::Dashboard' ? [] : textsIn(properties)));
      const regions = new Set(texts.flatMap((text) => text.match(REGION) ?? []));
      const accounts = new Set(texts.flatMap((text) => ACCOUNT_OF_ARN.exec(text)?.[1] ?? []));
      return [regions, accounts].flatMap((found) => (found.size > 1 ? [[...found].sort().join(', ')] : []));
    },
  },
];

/** What the tag Environment says. */
function stageOf(stack: StackJson): string {
  const tags = resourcesOf(stack).flatMap(([, { Tags }]) => (Array.isArray(Tags) ? Tags.map(asObject) : []));
  return flatText(tags.find(({ Key }) => Key === 'Environment')?.['Value'] ?? DEFAULT_STAGE);
}

/** `TopicName` of a topic, `Name` of a rule, `RuleName` of a sampling rule, also one level below: what AWS knows the resource by. */
function physicalNames(type: string, properties: Properties): [key: string, name: string][] {
  if (INNER_NAMES.includes(type)) return [];
  const noun = type.split('::').at(-1) ?? '';
  const isName = (key: string) => key === 'Name' || (key.endsWith('Name') && noun.endsWith(key.slice(0, -'Name'.length)));
  const inside = Object.values(properties).flatMap((value) => (Array.isArray(value) ? [] : Object.entries(asObject(value)))).filter(([key]) => key !== 'Name');
  return [...Object.entries(properties), ...inside].filter(([key, value]) => isName(key) && value !== undefined).map(([key, value]) => [key, flatText(value)]);
}
