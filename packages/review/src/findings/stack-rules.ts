import type { Rule } from './rule';

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
