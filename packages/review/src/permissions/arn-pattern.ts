import { matchesGlob } from './glob';

/** Partition, service, Region and account, after `arn`; what follows is one part, whatever colons are in it. */
const PARTS = 6;

/** Whether an ARN fits a pattern part by part, so that a wildcard in one part does not reach into the next. */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [patterns, parts] = [partsOf(pattern), partsOf(arn)];
  return patterns.length === parts.length && patterns.every((part, index) => matchesGlob(part, parts[index] ?? ''));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return parts.length <= PARTS ? parts : [...parts.slice(0, PARTS - 1), parts.slice(PARTS - 1).join(':')];
}
