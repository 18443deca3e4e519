import { setTimeout as delay } from 'node:timers/promises';
import { strictlyIncreasing } from './clock';
import { cloudFormation } from './cloudformation/cloudformation';
import { EventLog } from './cloudformation/event-log';
import { type Engine } from './cloudformation/resource-operations';
import { createSchemaValidator } from './cloudformation/schema-validator';
import { isLive, type StackState } from './cloudformation/stack-state';
import { ConnectionDropped } from '../loopback-server';
import { ecr } from './ecr';
import { AwsError } from './errors';
import { Faults, type Fault } from './faults';
import { refusal, type Caller, type Check } from './iam/authorize';
import { uuidOf } from './identifiers';
import { type Answer } from './query-protocol';
import { read } from './reads';
import { readCall, type AwsCall } from './request';
import { answered, failed } from './responses';
import { readObject, s3, s3Operation } from './s3';
import { administratorSession, expiredToken, sessionOf } from './sessions';
import { State, type Session } from './state';
import { assumeRole, assumeRoleWithWebIdentity, getCallerIdentity, type StsContext, type TrustedIssuer } from './sts';

export type AwsOptions = {
  /** Where the state lies as readable JSON; a later `createAws` goes on from it. */
  readonly stateFolder: string;
  readonly trustedIssuers: readonly TrustedIssuer[];
  /** @default the system's clock */
  readonly clock?: () => Date;
  readonly log?: (line: string) => void;
  /** Refuses resources that do not fit their type's schema (enumerations, patterns, ranges). Costs about 2 s and 260 MB once. @default false */
  readonly validateSchemas?: boolean;
};

/** One call as the sandbox saw it. */
export type Call = {
  readonly service: string;
  readonly action: string;
  /** Empty when the caller is not known. */
  readonly accountId: string;
  readonly roleArn?: string;
  readonly status: number;
  readonly errorCode?: string;
};

export type Aws = {
  /** Answers every AWS call; throws `ConnectionDropped` where a fault drops the connection. */
  fetch(request: Request): Promise<Response>;
  /** Makes the account and returns the credentials of its administrator; the same ones each time. */
  createAccount(accountId: string): { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };
  readonly faults: { add(fault: Fault): void; clear(): void };
  /** Every call so far, oldest first. */
  calls(): readonly Call[];
  /** The stack as it stands, the living one before one that was deleted. */
  stack(accountId: string, region: string, name: string): StackState | undefined;
  /** Why a role may not do something, as AWS writes it, or undefined when it may: its policies and its boundary decide. */
  refusal(roleArn: string, check: Omit<Check, 'shown'>): Promise<string | undefined>;
  /** Puts a stack into any status, such as UPDATE_IN_PROGRESS or UPDATE_ROLLBACK_FAILED. */
  setStackStatus(accountId: string, region: string, name: string, status: string): void;
  /** Makes something exist outside any stack, such as a log group. */
  putExisting(accountId: string, region: string, type: string, physicalId: string, properties?: Record<string, unknown>): void;
  /** Changes a resource beside its stack, as somebody in the console can: reads tell these properties in place of the template's. */
  editByHand(accountId: string, region: string, physicalId: string, properties: Record<string, unknown>): void;
  /** Answers every confirmation mail that SNS has sent so far. */
  confirmSubscriptions(accountId: string): void;
  /** Resolves when no stack operation is running. */
  idle(): Promise<void>;
};

// longer than the events of a step take when each has a millisecond of its own: their times must not run ahead of the clock
const STEP_MS = 4;
const SLOW_MS = 1000;

// what is left of an operation that stopped with the process
const INTERRUPTED: Record<string, string> = {
  CREATE_IN_PROGRESS: 'CREATE_FAILED',
  ROLLBACK_IN_PROGRESS: 'ROLLBACK_FAILED',
  UPDATE_IN_PROGRESS: 'UPDATE_FAILED',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'UPDATE_COMPLETE',
  UPDATE_ROLLBACK_IN_PROGRESS: 'UPDATE_ROLLBACK_FAILED',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'UPDATE_ROLLBACK_COMPLETE',
  DELETE_IN_PROGRESS: 'DELETE_FAILED',
};

/** A stand-in for AWS, as strict as what it stands in for where our stacks touch it. */
export function createAws(options: AwsOptions): Aws {
  const clock = options.clock ?? (() => new Date());
  const log = options.log ?? (() => undefined);
  const state = new State(options.stateFolder);
  const faults = new Faults();
  // events, change sets and stacks share one order in time: clients read events from a change set's creation on
  const now = strictlyIncreasing(clock);
  const engine: Engine = { state, faults, events: new EventLog(now), now, schemaProblem: options.validateSchemas === true ? createSchemaValidator() : () => undefined, step: () => delay(STEP_MS) };
  const sts: StsContext = { state, issuers: options.trustedIssuers, now: clock };
  const calls: Call[] = [];
  const running = new Set<Promise<void>>();

  for (const stack of state.stacks) {
    const status = INTERRUPTED[stack.status];
    if (status === undefined) continue;
    engine.events.ofStack(stack, status, 'The operation stopped with the sandbox.');
    state.saveStack(stack);
  }

  const start = (stack: StackState, operation: () => Promise<void>): void => {
    state.saveStack(stack);
    const run = operation()
      .catch((error: unknown) => {
        // a bug of the sandbox, never an answer of AWS
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        log(`${stack.stackId}: ${message}`);
        engine.events.ofStack(stack, INTERRUPTED[stack.status] ?? 'UPDATE_FAILED', `Internal error of the sandbox: ${message}`);
      })
      .finally(() => {
        state.saveStack(stack);
        log(`${stack.name} ${stack.status}`);
        running.delete(run);
      });
    running.add(run);
  };

  const answer = async (call: AwsCall, action: string, session: Session): Promise<Answer> => {
    const caller = callerOf(session);
    const { service, params, region } = call;
    if (service === 'sts') return stsAnswer(sts, action, call, caller, session);
    if (service === 'cloudformation') {
      return cloudFormation(action, { engine, params, caller, accountId: session.accountId, region, start, readObject: (bucket, key) => readObject(state, bucket, key) });
    }
    if (service === 'ecr') return ecr(action, { state, caller, region, params, session, now: clock });
    return read(service, action, { state, caller, region, params });
  };

  const respond = async (request: Request, call: AwsCall, action: string, requestId: string): Promise<{ response: Response; session?: Session; errorCode?: string }> => {
    const about = { protocol: call.protocol, service: call.service, action, requestId };
    let session: Session | undefined;
    try {
      await strike(faults.take(call.service, action), call);
      if (call.service === 'sts' && action === 'AssumeRoleWithWebIdentity') return { response: answered(about, await assumeRoleWithWebIdentity(sts, call.params)) };
      session = sessionOf(state, call.accessKeyId, call.sessionToken, clock());
      if (call.protocol === 'rest-xml') {
        const { method, headers } = request;
        const response = await s3({ state, caller: callerOf(session), region: call.region, method, url: new URL(request.url), headers, body: call.body, now: clock });
        response.headers.set('x-amz-request-id', requestId);
        return { response, session };
      }
      return { response: answered(about, await answer(call, action, session)), session };
    } catch (error) {
      if (error instanceof ConnectionDropped) throw error;
      const known = error instanceof AwsError ? error : new AwsError('InternalFailure', `Internal error of the sandbox: ${error instanceof Error ? error.message : String(error)}`, 500);
      if (known !== error) log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return { response: failed(about, known), errorCode: known.code, ...(session === undefined ? {} : { session }) };
    }
  };

  return {
    fetch: async (request) => {
      const requestId = uuidOf(`request/${calls.length}`);
      let call: AwsCall;
      try {
        call = await readCall(request);
      } catch (error) {
        const known = error instanceof AwsError ? error : new AwsError('SerializationException', error instanceof Error ? error.message : String(error));
        calls.push({ service: 'unknown', action: `${request.method} ${new URL(request.url).pathname}`, accountId: '', status: known.status, errorCode: known.code });
        return failed({ protocol: 'json', service: '', action: '', requestId }, known);
      }
      const action = call.action ?? s3Operation(request.method, new URL(request.url));
      const { response, session, errorCode } = await respond(request, call, action, requestId);
      calls.push({
        service: call.service,
        action,
        accountId: session?.accountId ?? '',
        status: response.status,
        ...(session?.roleArn === undefined ? {} : { roleArn: session.roleArn }),
        ...(errorCode === undefined ? {} : { errorCode }),
      });
      log(`${call.service}:${action} ${response.status}${errorCode === undefined ? '' : ` ${errorCode}`}`);
      return response;
    },
    createAccount: (accountId) => {
      if (!/^\d{12}$/.test(accountId)) throw new Error(`an account id has 12 digits, got "${accountId}"`);
      if (!state.parts.accounts.includes(accountId)) state.parts.accounts.push(accountId);
      state.save('accounts');
      const { accessKeyId, secretAccessKey, sessionToken } = administratorSession(state, accountId);
      return { accessKeyId, secretAccessKey, sessionToken };
    },
    faults: { add: (fault) => faults.add(fault), clear: () => faults.clear() },
    calls: () => calls,
    stack: (accountId, region, name) => stackNamed(state, accountId, region, name),
    refusal: (roleArn, check) => refusal(state, { accountId: roleArn.split(':')[4] ?? '', arn: roleArn, roleArn }, check),
    setStackStatus: (accountId, region, name, status) => {
      const stack = stackNamed(state, accountId, region, name);
      if (stack === undefined) throw new Error(`there is no stack ${name} in ${accountId} ${region}`);
      engine.events.ofStack(stack, status);
      state.saveStack(stack);
    },
    putExisting: (accountId, region, type, physicalId, properties = {}) => {
      state.parts.existing.push({ accountId, region, type, physicalId, properties });
      state.save('existing');
    },
    editByHand: (accountId, region, physicalId, properties) => {
      state.parts.edits.push({ accountId, region, physicalId, properties });
      state.save('edits');
    },
    confirmSubscriptions: (accountId) => {
      const stacks = state.stacks.filter((stack) => stack.accountId === accountId && isLive(stack));
      for (const { region, resources } of stacks)
        for (const { type, physicalId } of Object.values(resources)) if (type === 'AWS::SNS::Subscription') state.parts.edits.push({ accountId, region, physicalId, properties: { PendingConfirmation: 'false' } });
      state.save('edits');
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

const callerOf = ({ accountId, arn, roleArn }: Session): Caller => ({ accountId, arn, ...(roleArn === undefined ? {} : { roleArn }) });

function stackNamed(state: State, accountId: string, region: string, name: string): StackState | undefined {
  const named = state.stacks.filter((stack) => stack.accountId === accountId && stack.region === region && stack.name === name);
  return named.find(isLive) ?? named.at(-1);
}

async function stsAnswer(sts: StsContext, action: string, call: AwsCall, caller: Caller, session: Session): Promise<Answer> {
  if (action === 'GetCallerIdentity') return getCallerIdentity(session);
  if (action === 'AssumeRole') return assumeRole(sts, call.params, caller, call.region);
  throw new AwsError('InvalidAction', `The sandbox has no sts:${action}`);
}

const THROTTLED: Record<string, [string, number]> = { s3: ['SlowDown', 503], cloudformation: ['Throttling', 400], sts: ['Throttling', 400], sns: ['Throttling', 400] };

async function strike(fault: Fault | undefined, { service }: AwsCall): Promise<void> {
  if (fault === undefined) return;
  const [code, status] = THROTTLED[service] ?? ['ThrottlingException', 400];
  switch (fault.kind) {
    case 'throttle':
      throw new AwsError(code, fault.message ?? (service === 's3' ? 'Please reduce your request rate.' : 'Rate exceeded'), status);
    case 'error5xx':
      throw new AwsError(service === 's3' ? 'InternalError' : 'InternalFailure', fault.message ?? 'We encountered an internal error. Please try again.', 500);
    case 'slow':
      return delay(fault.delayMs ?? SLOW_MS);
    case 'drop':
      throw new ConnectionDropped();
    case 'expiredToken':
      throw expiredToken();
    case 'failResource':
      return;
    default:
      throw new Error(`unknown fault ${String(fault.kind satisfies never)}`);
  }
}
