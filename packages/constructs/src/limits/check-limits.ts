import { LIMITS, type Limit } from '@payment-observability/catalog';
import type { Config } from '@payment-observability/config';
import { LimitError, type LimitProblem } from '../limit-error';
import { limitRules } from './limit-rules';
import type { Count, LimitRule } from './limit-rule';
import { sameNames } from './same-names';
import { Resources, type SynthesizedStack } from './synthesized';

/**
 * Counts what the stacks of an environment hold against the limits of AWS that neither the loader nor CDK checks, and looks for names
 * that are there twice.
 *
 * @throws LimitError with everything that exceeds a limit, or has another's name.
 */
export function checkLimits(config: Config, stacks: readonly SynthesizedStack[]): void {
  const resources = new Resources(stacks);
  const problems = [...limitRules(config).flatMap((rule) => problemsOf(rule, rule.count(resources), config)), ...sameNames(resources)];
  if (problems.length > 0) throw new LimitError(problems);
}

/** One entry of the config may be behind many resources: what is said of it is said once, of the worst. */
function problemsOf({ limit: id, suggestion }: LimitRule, counts: readonly Count[], config: Config): readonly LimitProblem[] {
  const { what, unit, limit, limitIn = {} }: Limit = LIMITS[id];
  const worst = new Map<string, { readonly count: Count; readonly allowed: number }>();
  for (const count of counts) {
    const allowed = limitIn[count.region] ?? limit;
    const path = count.paths[allowed] ?? count.paths.at(-1) ?? '';
    if (count.found > allowed && count.found > (worst.get(path)?.count.found ?? 0)) worst.set(path, { count, allowed });
  }
  return [...worst].map(([path, { count, allowed }]) => ({
    path: path === 'environments' ? `environments.${config.environment.name}` : path,
    message: `${what}: at most ${allowed} ${unit}, found ${count.found} (${count.of})`,
    suggestion: count.suggestion ?? suggestion,
  }));
}
