import { canonicalJson } from '../canonical-json';
import { decide } from '../alerting/policy';
import { arnOf, nameTextOf, textOf, type Scope } from '../alerting/scope';
import type { Key, World } from '../alerting/world';
import { originOf, type Resource } from '../template';
import { scopeOf } from './owners';
import type { Change, Found, Subject } from './rule';

const ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey'];

/** Log groups whose key let CloudWatch Logs use it for them before, and refuses it now; one finding for each key. */
export function refusedLogGroups(subject: Subject, { alerts }: Change): Found[] {
  const [old, young] = [scopeOf(subject, subject.before), scopeOf(subject, subject.after)];
  const refused = new Map<Key, string[]>();
  for (const [logicalId, resource] of subject.after) {
    if (resource.type !== 'AWS::Logs::LogGroup') continue;
    const key = keyOf(resource, young, alerts.after.world);
    const oldKey = keyOf(subject.before.get(logicalId), old, alerts.before.world);
    if (!key || !oldKey || canonicalJson(key.statements) === canonicalJson(oldKey.statements)) continue;
    if (isLetIn(oldKey, logicalId, old) && !isLetIn(key, logicalId, young)) refused.set(key, [...(refused.get(key) ?? []), nameTextOf(logicalId, young)]);
  }
  return [...refused].map(([{ logicalId, resource, scope }, groups]) => ({
    title: `The key ${logicalId} no longer lets CloudWatch Logs encrypt ${groups.join(', ')}`,
    why: 'log events that come in are refused, and those that are kept cannot be read',
    difference: { logicalId, ...originOf(resource) },
    stackId: scope.stackId,
  }));
}

function keyOf(logGroup: Resource | undefined, scope: Scope, { keys }: World): Key | undefined {
  const stated = logGroup?.properties['KmsKeyId'];
  return stated === undefined ? undefined : keys.get(textOf(stated, scope));
}

function isLetIn(key: Key, logicalId: string, scope: Scope): boolean {
  const context = { 'kms:encryptioncontext:aws:logs:arn': arnOf(logicalId, scope).replace(/:\*$/, '') };
  const service = `logs.${scope.region}.amazonaws.com`;
  return ACTIONS.every((action) => decide(key.statements, { service, action, resource: key.arn, context }) !== 'refused');
}
