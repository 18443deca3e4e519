import { resourceDifferences, type ResourceDifference } from './resource-differences';
import { restoreNonAscii } from './non-ascii';
import { resourcesOf, withoutMetadata } from './template';
import { templateChanges } from './template-changes';
import type { StackInput, TemplateChange } from './types';

/** Everything that differs between the two templates of a stack, before anyone judges it. */
export interface Comparison {
  readonly stack: StackInput;
  readonly resources: readonly ResourceDifference[];
  readonly templateChanges: readonly TemplateChange[];
  /** Texts of the deployed template that CloudFormation had stored without their non-ASCII characters. */
  readonly restoredTexts: number;
}

/** Compares the templates of a stack; Metadata is left out. */
export function compareStack(stack: StackInput): Comparison {
  const after = stack.after === undefined ? undefined : withoutMetadata(stack.after);
  // GetTemplate answers with ? for every non-ASCII character
  const { restored: before, count } = stack.baselineKind === 'deployed' ? restoreNonAscii(stack.before, stack.after) : { restored: stack.before, count: 0 };
  return {
    stack,
    resources: resourceDifferences(resourcesOf(before), resourcesOf(stack.after)),
    templateChanges: templateChanges(before === undefined ? undefined : withoutMetadata(before), after),
    restoredTexts: count,
  };
}

/** The canonical list of changes that a digest covers: no text that was made for readers, no Metadata. */
export function changeList({ resources, templateChanges: others }: Comparison): unknown[] {
  return [
    ...resources.map(({ logicalId, type, action, properties }) => ({ logicalId, type, action, properties })),
    ...others.map(({ section, name, action, before, after }) => ({ section, name, action, before, after })),
  ];
}

