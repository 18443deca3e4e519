import { BaseCredentials, StackSelectionStrategy, Toolkit, type IIoHost, type IoMessage, type IoRequest } from '@aws-cdk/toolkit-lib';
import type { Credentials } from './aws-client';

/** One line of a stack's progress, as CloudFormation reports it. */
export interface StackEventLine {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
}

export interface DeployRequest {
  readonly assemblyFolder: string;
  readonly stackName: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** Role that CloudFormation uses for the resources. */
  readonly executionRole: string;
  /** Unique, so that two runs on one stack cannot delete each other's change set. */
  readonly changeSetName: string;
  readonly onEvent: (event: StackEventLine) => void;
}

/** What a deployed stack puts out. */
export interface DeployedOutputs {
  readonly outputs: Readonly<Record<string, string>>;
}

/** CloudFormation did not finish the deployment; `failed` is the first resource that failed. */
export class DeployError extends Error {
  public override readonly name = 'DeployError';

  constructor(
    message: string,
    public readonly failed: StackEventLine | undefined,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Time between two looks at the stack's events. */
const POLLING_INTERVAL_MS = 1000;

/** The fields of toolkit-lib's activity message I5502 that we show. */
interface Activity {
  readonly event: { StackName?: string; LogicalResourceId?: string; ResourceType?: string; ResourceStatus?: string; ResourceStatusReason?: string };
}

/**
 * Deploys one stack of a cloud assembly through a change set, and waits until CloudFormation is done.
 *
 * @throws DeployError when the change set or the stack fails
 */
export async function deployStack(request: DeployRequest): Promise<DeployedOutputs> {
  const events: StackEventLine[] = [];
  const toolkit = new Toolkit({
    ioHost: ioHostFor((line) => {
      events.push(line);
      request.onEvent(line);
    }),
    color: false,
    emojis: false,
    sdkConfig: {
      baseCredentials: BaseCredentials.custom({ provider: () => Promise.resolve({ ...request.credentials }), region: request.region }),
    },
  });
  try {
    const assembly = await toolkit.fromAssemblyDirectory(request.assemblyFolder);
    const { stacks } = await toolkit.deploy(assembly, {
      stacks: { strategy: StackSelectionStrategy.PATTERN_MUST_MATCH_SINGLE, patterns: [request.stackName] },
      roleArn: request.executionRole,
      deploymentMethod: { method: 'change-set', changeSetName: request.changeSetName },
      stackEventPollingInterval: POLLING_INTERVAL_MS,
    });
    return { outputs: stacks[0]?.outputs ?? {} };
  } catch (error) {
    const failed = events.find(({ status, reason }) => status.endsWith('_FAILED') && !/cancelled/i.test(reason ?? ''));
    throw new DeployError(reasonOf(error), failed, { cause: error });
  }
}

/** The message of an error and of what caused it: that an asset was not published says little without why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const causes = error.cause instanceof AggregateError ? (error.cause.errors as readonly unknown[]) : [];
  return [error.message, ...new Set(causes.map(reasonOf))].join(': ');
}

function ioHostFor(onEvent: (line: StackEventLine) => void): IIoHost {
  return {
    notify(message: IoMessage<unknown>): Promise<void> {
      if (message.code === 'CDK_TOOLKIT_I5502') {
        const { event } = message.data as Activity;
        onEvent({
          stackName: event.StackName ?? '',
          logicalId: event.LogicalResourceId ?? '',
          type: event.ResourceType ?? '',
          status: event.ResourceStatus ?? '',
          ...(event.ResourceStatusReason !== undefined && { reason: event.ResourceStatusReason }),
        });
      }
      return Promise.resolve();
    },
    // the change was compared with its review before; the toolkit's own questions are answered with its defaults
    requestResponse<T>(request: IoRequest<unknown, T>): Promise<T> {
      return Promise.resolve(request.defaultResponse);
    },
  };
}
