import type { Cost } from '@payment-observability/config';

/** A parsed CloudFormation template. */
export type Template = Readonly<Record<string, unknown>>;

/** Where the template to compare with came from; `none` when there is nothing to compare with. */
export type BaselineKind = 'deployed' | 'base-file' | 'none';

/** One stack to review. */
export interface StackInput {
  /** Stable identity chosen by the caller, such as `home` or `us-east-1`; never a display name. */
  readonly stackId: string;
  readonly stackName: string;
  readonly region: string;
  readonly account?: string;
  /** Undefined when the stack does not exist. */
  readonly before?: Template;
  /** Undefined when the stack is to be removed. */
  readonly after: Template | undefined;
  readonly baselineKind: BaselineKind;
}

/** Something a person has to know or do that no template shows, such as a statement missing in the policy of an existing key. */
export interface Note {
  readonly title: string;
  /** Plain text: Markdown in it is shown, not interpreted. */
  readonly text: string;
  /** Shown as it is, in a code block. */
  readonly code?: string;
}

export interface ReviewInput {
  readonly name: string;
  readonly environment: string;
  readonly template: string;
  readonly stacks: readonly StackInput[];
  readonly actionVersion: string;
  readonly notes?: readonly Note[];
  /** The section `cost` of the config: without it nothing is estimated. */
  readonly cost?: Cost;
  /** How much of each limit the desired stacks use, counted by whoever made them. */
  readonly limits?: readonly LimitUse[];
  /** What policy packs say that is new; undefined when none was asked. */
  readonly policy?: readonly PolicyFinding[];
}

/** What a rule of somebody else says of a resource of the desired stacks, and did not say before. */
export interface PolicyFinding {
  /** Who says it, such as `AwsSolutions` or `CloudFormation Validate`. */
  readonly pack: string;
  /** Its rule, such as `AwsSolutions-SQS3`. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** Plain text. */
  readonly message: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly section?: string;
  /** Path in the config. */
  readonly path?: string;
  /** Where that is, such as `observability.yml:12`. */
  readonly position?: string;
}

/** What CloudFormation does to a resource; `orphan` is a removal that keeps the resource in the account. */
export type Action = 'add' | 'update' | 'replace' | 'may replace' | 'remove' | 'orphan';

/** How many resources each action touches. */
export type Counts = Readonly<Record<Action, number>>;

/** One leaf that differs; a side that is absent has no key. */
export interface PropertyChange {
  /** From the resource down, such as `['Properties', 'Dimensions', '[FunctionName]', 'Value']`. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ResourceChange {
  readonly logicalId: string;
  readonly type: string;
  readonly action: Action;
  /** Section of the config, `other` where the resource does not say. */
  readonly section: string;
  /** Path in the config, such as `alarms.apiLatencyHigh`. */
  readonly path?: string;
  readonly constructPath?: string;
  readonly properties: readonly PropertyChange[];
}

/** A change outside `Resources`, such as an output. */
export interface TemplateChange {
  /** Top-level key of the template, such as `Outputs`. */
  readonly section: string;
  readonly name: string;
  readonly action: 'add' | 'update' | 'remove';
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What a permission change means: `new` comes with a wholly new principal or resource. */
export type PermissionEffect = 'broadened' | 'new' | 'narrowed';

/** One statement, managed policy, boundary or security-group rule that is added or removed. */
export interface PermissionChange {
  readonly logicalId: string;
  readonly type: string;
  readonly change: 'added' | 'removed';
  readonly meaning: PermissionEffect;
  /** Anyone may use it: every principal, or every address, and no condition. */
  readonly isPublic: boolean;
  /** Accounts other than that of the stack which the statement lets in. */
  readonly otherAccounts: readonly string[];
  readonly effect: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: unknown;
}

export type Severity = 'blocking' | 'attention' | 'info';

/** What a finding is about, in the order in which groups are shown. */
export type FindingGroup = 'data' | 'alerting' | 'protection' | 'permissions' | 'policy' | 'information';

/** Something a reviewer must not miss. */
export interface Finding {
  /** Id of the rule, such as `alarm-loosened`. */
  readonly id: string;
  readonly severity: Severity;
  readonly group: FindingGroup;
  /** What happens, in plain text. */
  readonly title: string;
  /** What that means, in plain text. */
  readonly why: string;
  readonly stackId: string;
  readonly logicalId?: string;
  readonly section?: string;
  readonly path?: string;
}

export interface StackReview {
  readonly stackId: string;
  readonly stackName: string;
  readonly region: string;
  readonly account?: string;
  readonly baselineKind: BaselineKind;
  readonly operation: 'create' | 'update' | 'delete' | 'none';
  readonly counts: Counts;
  readonly resources: readonly ResourceChange[];
  readonly templateChanges: readonly TemplateChange[];
  readonly permissions: readonly PermissionChange[];
}

export type Verdict = 'no-changes' | 'safe' | 'attention' | 'blocked';

/** One way of a signal to a receiver: alarm, composite alarms in between, topic, subscription. */
export interface AlertRoute {
  /** Physical name of the alarm, or its logical id where the template states none. */
  readonly alarm: string;
  readonly alarmLogicalId: string;
  /** Names of the composite alarms on the way, from the alarm outwards. */
  readonly via: readonly string[];
  /** Name of the topic; undefined where an alarm acts on no topic, for example a function. */
  readonly topic?: string;
  /** Who hears it, such as `e-mail oncall`, `Slack`, `PagerDuty`, `https endpoint`. */
  readonly receiver: string;
  /** `not verified`: the templates alone cannot tell, and nothing was observed. */
  readonly state: 'works' | 'broken' | 'not verified';
  /** Why it is broken or not verified, in plain text. */
  readonly reason?: string;
}

/** What became of the routes of one signal. */
export interface SignalCoverage {
  readonly stackId: string;
  /** What is measured, such as `AWS/Lambda Errors of acme-prod-processor`. */
  readonly signal: string;
  readonly section: string;
  /** Path in the config, such as `alarms.lambdaErrors`. */
  readonly path?: string;
  readonly change: 'added' | 'lost' | 'weakened' | 'changed';
  readonly before: readonly AlertRoute[];
  readonly after: readonly AlertRoute[];
}

/** Who hears what, before and after. */
export interface AlertCoverage {
  /** Signals with at least one route that is not broken. */
  readonly heard: { readonly before: number; readonly after: number };
  /** Signals whose routes differ, what is lost first. */
  readonly changed: readonly SignalCoverage[];
  /** What the config lists and no alarm of the desired stacks watches. */
  readonly unwatched: readonly { readonly path: string; readonly what: string }[];
}

/** Monthly cost of one thing that is charged, in USD. */
export interface CostLine {
  readonly section: string;
  /** What is charged, such as `12 standard alarms`. */
  readonly what: string;
  readonly beforeUsd: number;
  readonly afterUsd: number;
}

/** A volume that the estimate rests on, and that `cost:` in the config can state. */
export interface CostAssumption {
  /** Path in the config, such as `cost.logGigabytes`. */
  readonly path: string;
  readonly value: number;
  /** Such as `GB a month`. */
  readonly unit: string;
  readonly isDefault: boolean;
}

/** The monthly estimate, before and after, in USD. */
export interface CostReview {
  readonly beforeUsd: number;
  readonly afterUsd: number;
  readonly lines: readonly CostLine[];
  readonly assumptions: readonly CostAssumption[];
  /** What is charged but not in the sum, in plain text. */
  readonly notPriced: readonly string[];
  /** What the change brings that is worth a look, in plain text, such as a cardinality that makes 800 metrics. */
  readonly warnings: readonly string[];
  /** Date of the price list, ISO 8601. */
  readonly pricesAt: string;
}

/** How much of a limit the desired stacks use. */
export interface LimitUse {
  /** What is limited, such as `resources in a stack`. */
  readonly what: string;
  readonly used: number;
  readonly limit: number;
  /** Whose count it is, such as `us-east-1` or `stack acme-prod`. */
  readonly of: string;
  /** Path in the config of what counts most. */
  readonly path?: string;
}

/** What a change means: plain data, the same for the same input. */
export interface Review {
  readonly name: string;
  readonly environment: string;
  readonly template: string;
  readonly actionVersion: string;
  readonly verdict: Verdict;
  /** How replacements were found. */
  readonly method: 'template-comparison';
  readonly counts: Counts;
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
  readonly stacks: readonly StackReview[];
  readonly coverage?: AlertCoverage;
  readonly cost?: CostReview;
  readonly limits?: readonly LimitUse[];
}

/** What was reviewed, for the deploy to compare with; hex SHA-256 over canonical structure. */
export interface Digests {
  readonly actionVersion: string;
  readonly desiredDigest: string;
  readonly baselineKind: BaselineKind;
  readonly baselineDigest: string;
  readonly changeDigest: string;
}
