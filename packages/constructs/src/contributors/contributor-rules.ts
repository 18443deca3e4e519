import type { Config, Contributors } from '@payment-observability/config';
import { CfnInsightRule } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { LogGroups } from '../logs/log-groups';
import { markSource } from '../source';

type Rule = Contributors[string];
type Filter = Rule['filters'][string];

export interface ContributorRulesProps {
  readonly config: Config;
  readonly logs: LogGroups | undefined;
}

/** The Contributor Insights rules of `contributors`, over log groups that are named exactly: every matched line is billed. */
export class ContributorRules extends Construct {
  constructor(scope: Construct, id: string, { config, logs }: ContributorRulesProps) {
    super(scope, id);
    for (const [ruleId, rule] of Object.entries(config.contributors)) {
      if (!logs) throw new Error(`contributors.${ruleId}.groups: no section logs; the loader should have refused the config`);
      const entry = new Construct(this, ruleId);
      markSource(entry, 'contributors', `contributors.${ruleId}`);
      const logGroupNames = rule.groups.map((group) => logs.logGroupName(group));
      new CfnInsightRule(entry, 'Rule', {
        ruleName: rule.ruleName,
        ruleState: rule.running ? 'ENABLED' : 'DISABLED',
        ruleBody: JSON.stringify(ruleBody(rule, logGroupNames)),
      });
    }
  }
}

/** Rule syntax of Contributor Insights, schema CloudWatchLogRule version 1. */
function ruleBody({ keys, sumOf, filters }: Rule, logGroupNames: readonly string[]): object {
  return {
    Schema: { Name: 'CloudWatchLogRule', Version: 1 },
    LogGroupNames: logGroupNames,
    LogFormat: 'JSON',
    Contribution: {
      Keys: keys.map(jsonPath),
      ...(sumOf !== undefined && { ValueOf: jsonPath(sumOf) }),
      Filters: Object.values(filters).map((filter) => ({ Match: jsonPath(filter.field), ...comparison(filter) })),
    },
    AggregateOn: sumOf === undefined ? 'Count' : 'Sum',
  };
}

const COMPARISONS = {
  in: 'In',
  notIn: 'NotIn',
  startsWith: 'StartsWith',
  greaterThan: 'GreaterThan',
  lessThan: 'LessThan',
  equals: 'EqualTo',
  isPresent: 'IsPresent',
} as const satisfies Partial<Record<keyof Filter, string>>;

function comparison(filter: Filter): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(COMPARISONS).flatMap(([key, name]) => {
      const value = filter[key as keyof typeof COMPARISONS];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const jsonPath = (field: string) => `$.${field}`;
