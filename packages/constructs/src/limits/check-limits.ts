import { LIMITS, type Limit, type LimitId } from '@payment-observability/catalog';
import type { Config } from '@payment-observability/config';
import { LimitError, type LimitProblem } from '../limit-error';
import { limitRules } from './limit-rules';
import type { Count, LimitRule } from './limit-rule';
import { sameNames } from './same-names';
import { Resources, type SynthesizedStack } from './synthesized';

/** How much of a limit is used by what uses most of it. */
export interface LimitUse {
  /** What is limited, such as `resources of a stack`. */
  readonly what: string;
  /** Whose count it is, such as `us-east-1` or `stack acme-prod`. */
  readonly of: string;
  readonly used: number;
  readonly limit: number;
}

/**
 * Counts what the stacks of an environment hold against the limits of AWS that neither the loader nor CDK checks, and looks for names
 * that are there twice. Returns how much of each limit is used; nothing of a limit that nothing counts against.
 *
 * @throws LimitError with everything that exceeds a limit, or has another's name.
 */
export function checkLimits(config: Config, stacks: readonly SynthesizedStack[]): readonly LimitUse[] {
  const resources = new Resources(stacks);
  const counted = limitRules(config).map((rule) => ({ rule, counts: rule.count(resources) }));
  const problems = [...counted.flatMap(({ rule, counts }) => problemsOf(rule, counts, config)), ...sameNames(resources)];
  if (problems.length > 0) throw new LimitError(problems);
  return counted.flatMap(({ rule, counts }) => mostUsed(rule, counts));
}

function mostUsed({ limit: id }: LimitRule, counts: readonly Count[]): LimitUse[] {
  const { what }: Limit = LIMITS[id];
  const uses = counts.map(({ of, found, region }): LimitUse => ({ what, of, used: found, limit: allowedIn(id, region) }));
  const [first] = uses.filter(({ used }) => used > 0).toSorted((a, b) => b.used / b.limit - a.used / a.limit);
  return first ? [first] : [];
}

const allowedIn = (id: LimitId, region: string): number => {
  const { limit, limitIn = {} }: Limit = LIMITS[id];
  return limitIn[region] ?? limit;
};

/** One entry of the config may be behind many resources: what is said of it is said once, of the worst. */
function problemsOf({ limit: id, suggestion }: LimitRule, counts: readonly Count[], config: Config): readonly LimitProblem[] {
  const { what, unit }: Limit = LIMITS[id];
  const worst = new Map<string, { readonly count: Count; readonly allowed: number }>();
  for (const count of counts) {
    const allowed = allowedIn(id, count.region);
    const path = count.paths[allowed] ?? count.paths.at(-1) ?? '';
    if (count.found > allowed && count.found > (worst.get(path)?.count.found ?? 0)) worst.set(path, { count, allowed });
  }
  return [...worst].map(([path, { count, allowed }]) => ({
    path: path === 'environments' ? `environments.${config.environment.name}` : path,
    message: `${what}: at most ${allowed} ${unit}, found ${count.found} (${count.of})`,
    suggestion: count.suggestion ?? suggestion,
  }));
}
