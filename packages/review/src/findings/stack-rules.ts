import type { Rule } from './rule';

export const STACK_RULES: readonly Rule[] = [
  {
    id: 'stack-removed',
    severity: 'blocking',
    group: 'data',
    find: ({ stack }) => (stack.before && !stack.after ? [{ title: `Stack ${stack.stackName} is removed with everything in it`, why: 'all its resources go, except those that are retained' }] : []),
  },
  {
    id: 'non-ascii-restored',
    severity: 'info',
    group: 'information',
    find: ({ restoredTexts }) =>
      restoredTexts === 0 ? [] : [{ title: `${restoredTexts} ${restoredTexts === 1 ? 'text' : 'texts'} with non-ASCII characters taken as unchanged`, why: 'CloudFormation returns ? for these characters, so they cannot be compared' }],
  },
];
