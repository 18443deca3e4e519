import { nameOf, onResources, type Rule } from './rule';

export const STACK_RULES: readonly Rule[] = [
  {
    id: 'stack-removed',
    severity: 'blocking',
    group: 'data',
    find: ({ stack }) => {
      if (!stack.before || stack.after) return [];
      return [{ title: `Stack ${stack.stackName} is removed with everything in it`, why: 'all its resources go, except those that are retained' }];
    },
  },
  {
    id: 'change-set-incomplete',
    severity: 'attention',
    group: 'data',
    find: ({ unmentioned }) =>
      unmentioned.map((difference) => ({
        title: `${nameOf(difference)} differs in the templates and is not in the change set`,
        why: 'what CloudFormation does to it is not verified; shown is what the templates alone tell',
        difference,
      })),
  },
  {
    id: 'nested-stack-not-compared',
    severity: 'attention',
    group: 'data',
    find: onResources((difference) =>
      difference.type === 'AWS::CloudFormation::Stack' && difference.after
        ? { title: `Nested stack ${nameOf(difference)} changes`, why: 'its own resources are not compared, so what happens to them is not verified' }
        : undefined,
    ),
  },
  {
    id: 'non-ascii-restored',
    severity: 'info',
    group: 'information',
    find: ({ restoredTexts: count }) => {
      if (count === 0) return [];
      const title = `${count} ${count === 1 ? 'text' : 'texts'} with non-ASCII characters taken as unchanged`;
      return [{ title, why: 'CloudFormation returns ? for these characters, so they cannot be compared' }];
    },
  },
];
