import type { Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { AuditTrail } from '../../src/audit/audit-trail';
import { EncryptionKeys } from '../../src/encryption/encryption-keys';
import { notesOf } from '../../src/notes';
import { writeSources } from '../../src/source';
import { planStacks } from '../../src/stack-plan';
import { configOf, type Where } from '../config-of';
import { stackOf } from '../stack-of';

/** The trail of the account, unless a test has its own. */
export const TRAIL_ARN = 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/account';
export const LOG_GROUP = '/aws/events/acme-compliance';
export const rule = (more: Record<string, unknown> = {}) => ({
  ruleName: 'acme-databases',
  source: 'aws.rds',
  eventSource: 'rds.amazonaws.com',
  eventNames: ['CreateDBSnapshot'],
  ...more,
});

export interface AuditOptions {
  readonly where?: Where;
  readonly keys?: Record<string, unknown>;
  /** Id of the planned stack. @default home */
  readonly stack?: string;
}

/** The audit section in the stack of one Region. */
export function auditStack(audit: Record<string, unknown>, { where = {}, keys: keySettings = { audit: {} }, stack: stackId = 'home' }: AuditOptions = {}): Stack {
  const config = configOf({ encryption: { keys: keySettings }, audit: { encryptionKey: 'audit', logGroup: { logGroupName: LOG_GROUP }, trail: { existing: TRAIL_ARN }, ...audit } }, where);
  const plan = planStacks(config).find(({ id }) => id === stackId);
  if (!plan || !config.audit) throw new Error(`no stack ${stackId}`);
  const stack = stackOf({ ...config, environment: { ...config.environment, region: plan.region } });
  const keys = new EncryptionKeys(stack, 'Encryption', { config });
  new AuditTrail(stack, 'Audit', { audit: config.audit, plan, keys });
  writeSources(stack);
  return stack;
}

export function auditOf(...given: Parameters<typeof auditStack>) {
  const stack = auditStack(...given);
  return { template: Template.fromStack(stack), notes: notesOf(stack) };
}

/** Logical id of the first resource of a type whose id begins so. */
export const idOf = (template: Template, type: string, starts = ''): string | undefined =>
  Object.keys(template.findResources(type)).find((id) => id.startsWith(starts));

/** Properties of the only resource of a type. */
export function onlyProperties(template: Template, type: string): Record<string, unknown> {
  const resources = Object.values(template.findResources(type)) as { Properties: Record<string, unknown> }[];
  const [only] = resources;
  if (!only || resources.length > 1) throw new Error(`${resources.length} resources of type ${type}`);
  return only.Properties;
}
