import { isRecord, valueAt } from '../json';
import { decide } from './policy';
import { accountOf, textOf } from './scope';
import { missing, WORKS, type Standing } from './standing';
import { matchesWildcard } from './wildcard';
import type { Located, World } from './world';

/** Whether a function is there, lets the caller in, and can read what it needs to pass the message on. */
export function mayInvoke(arn: string, caller: { readonly principal: string; readonly sourceArn: string }, world: World): Standing {
  const target = world.functions.get(arn);
  const name = arn.split(':').at(-1) ?? arn;
  if (!target) return missing('function', name, arn, world);
  if (target.resource.properties['ReservedConcurrentExecutions'] === 0) return { state: 'broken', reason: `the function ${name} may not run: its reserved concurrency is 0`, cause: target };
  const permissions = world.permissions.get(arn) ?? [];
  if (!permissions.some((permission) => isGiven(permission, caller))) {
    return { state: 'broken', reason: `no permission lets ${caller.principal} invoke the function ${name}`, cause: permissions[0] ?? target };
  }
  return readsSecrets(target, name, world);
}

function isGiven({ scope, resource: { properties } }: Located, { principal, sourceArn }: { readonly principal: string; readonly sourceArn: string }): boolean {
  const action = textOf(properties['Action'], scope);
  const source = properties['SourceArn'];
  return (
    (action === 'lambda:InvokeFunction' || action === 'lambda:*') &&
    textOf(properties['Principal'], scope) === principal &&
    (source === undefined || matchesWildcard(textOf(source, scope), sourceArn)) &&
    (properties['SourceAccount'] === undefined || textOf(properties['SourceAccount'], scope) === accountOf(scope))
  );
}

/** Environment variables that name the secret of one of our notifiers, and whom it tells. */
export const NOTIFIERS: Readonly<Partial<Record<string, string>>> = { WEBHOOK_SECRET_ARN: 'Slack', ROUTING_KEY_SECRET_ARN: 'PagerDuty', SIGNING_SECRET_ARN: 'signed webhook' };

function variablesOf({ resource }: Located): [string, unknown][] {
  const variables = valueAt(resource.properties, ['Environment', 'Variables']);
  return isRecord(variables) ? Object.entries(variables) : [];
}

/** Secrets Manager adds a hyphen and six characters to the name that a config knows. */
const SECRET_SUFFIX = '-xxxxxx';

function readsSecrets(target: Located, name: string, world: World): Standing {
  const role = world.roles.get(textOf(target.resource.properties['Role'], target.scope));
  const secrets = variablesOf(target).filter(([variable]) => NOTIFIERS[variable] !== undefined);
  if (!role || secrets.length === 0) return WORKS;
  const isReadable = secrets.every(([, value]) => {
    const arn = textOf(value, target.scope);
    return ['', SECRET_SUFFIX].some((suffix) => decide(role.statements, { action: 'secretsmanager:GetSecretValue', resource: `${arn}${suffix}`, context: {} }) === 'allowed');
  });
  if (isReadable) return WORKS;
  if (role.hasManaged) return { state: 'not verified', reason: `whether the function ${name} may read its secret rests on a managed policy` };
  return { state: 'broken', reason: `the role of the function ${name} may not read its secret`, cause: role.at };
}

/** What a function is called by those it tells. */
export function functionReceiver(arn: string, world: World): string {
  const target = world.functions.get(arn);
  const notifier = target && variablesOf(target).map(([variable]) => NOTIFIERS[variable]).find((name) => name !== undefined);
  return notifier ?? `function ${arn.split(':').at(-1)}`;
}
