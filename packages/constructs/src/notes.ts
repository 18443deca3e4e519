import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** What a person has to do outside the stack, for example a statement an existing key's policy needs. */
export interface Note {
  readonly title: string;
  readonly text: string;
  /** Text to copy, for example a policy statement as JSON. */
  readonly code?: string;
  /** Path in observability.yml that causes the note. */
  readonly path: string;
}

const notes = new WeakMap<Stack, Note[]>();

export function addNote(scope: IConstruct, note: Note): void {
  const stack = Stack.of(scope);
  notes.set(stack, [...(notes.get(stack) ?? []), note]);
}

/** The notes of a stack, in the order of their paths. */
export function notesOf(stack: Stack): readonly Note[] {
  return [...(notes.get(stack) ?? [])].sort((a, b) => (a.path + a.title < b.path + b.title ? -1 : 1));
}

/** A policy statement as the JSON text that a person pastes into a policy. */
export function policyText(scope: IConstruct, statement: PolicyStatement): string {
  return JSON.stringify(Stack.of(scope).resolve(statement.toStatementJson()), null, 2);
}
