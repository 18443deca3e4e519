import { Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** Accepts findings of cdk-nag on a resource, by their ids, each with the reason why it stays as it is. */
export function acknowledge(resource: IConstruct, reasons: Readonly<Record<string, string>>): void {
  Validations.of(resource).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })));
}

/** Every role here has one purpose and one user, so that its policy is part of it. */
export const INLINE_POLICY = { 'PCI.DSS.321-IAMNoInlinePolicy': 'The policy belongs to this one role and lives and dies with it; no person or other role can be given it.' };

/** cdk-nag's id for a policy that names a resource with a wildcard. */
export function wildcardFinding(scope: IConstruct, resource: string): string {
  return `AwsSolutions-IAM5[Resource::${flat(Stack.of(scope).resolve(resource))}]`;
}

/** A value of a template as cdk-nag prints it: references in angle brackets. */
function flat(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute } = value as { 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[] };
  if (join) return join[1].map(flat).join(join[0]);
  return attribute ? `<${attribute.join('.')}>` : JSON.stringify(value);
}
