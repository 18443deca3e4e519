import { refine } from './change-set';
import { resourceDifferences, type ResourceDifference } from './resource-differences';
import { restoreNonAscii } from './non-ascii';
import { resourcesOf, withoutMetadata, type Resource } from './template';
import { templateChanges } from './template-changes';
import type { Method, StackInput, TemplateChange } from './types';

/** Everything that differs between the two templates of a stack, before anyone judges it. */
export interface Comparison {
  readonly stack: StackInput;
  readonly method: Method;
  /** By logical id, in the order of the template. */
  readonly before: ReadonlyMap<string, Resource>;
  readonly after: ReadonlyMap<string, Resource>;
  /** What differs; actions come from the change set where one is given. */
  readonly resources: readonly ResourceDifference[];
  /** What differs by the templates alone: the same with and without a change set. */
  readonly fromTemplates: readonly ResourceDifference[];
  /** What a given change set does not name, though the templates differ. */
  readonly unmentioned: readonly ResourceDifference[];
  readonly templateChanges: readonly TemplateChange[];
  /** Texts of the deployed template that CloudFormation had stored without their non-ASCII characters. */
  readonly restoredTexts: number;
}

/** Compares the templates of a stack; Metadata is left out. */
export function compareStack(stack: StackInput): Comparison {
  // GetTemplate answers with ? for every non-ASCII character
  const { restored, count } = stack.baselineKind === 'deployed' ? restoreNonAscii(stack.before, stack.after) : { restored: stack.before, count: 0 };
  const [before, after] = [resourcesOf(restored), resourcesOf(stack.after)];
  const fromTemplates = resourceDifferences(before, after);
  const { resources, unmentioned } = stack.changeSet ? refine(fromTemplates, stack.changeSet, before, after) : { resources: fromTemplates, unmentioned: [] };
  return {
    stack,
    method: stack.changeSet ? 'change-set' : 'template-comparison',
    before,
    after,
    resources,
    fromTemplates,
    unmentioned,
    templateChanges: templateChanges(restored === undefined ? undefined : withoutMetadata(restored), stack.after === undefined ? undefined : withoutMetadata(stack.after)),
    restoredTexts: count,
  };
}

/** The canonical list of changes that a digest covers: no text that was made for readers, no Metadata, no change set. */
export function changeList({ fromTemplates, templateChanges: others }: Comparison): unknown[] {
  return [
    ...fromTemplates.map(({ logicalId, type, action, properties }) => ({ logicalId, type, action, properties })),
    ...others.map(({ section, name, action, before, after }) => ({ section, name, action, before, after })),
  ];
}
