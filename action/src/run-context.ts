import type { Config } from '@payment-observability/config';
import type { Assembly } from '@payment-observability/constructs';
import type { Credentials } from './aws-client';
import type { WorkflowEvent } from './event';
import type { GitHubClient } from './github-client';
import type { Inputs } from './inputs';
import type { Runner } from './runner';

/** What every command of a run works with. */
export interface RunContext {
  readonly inputs: Inputs;
  readonly event: WorkflowEvent;
  readonly runner: Runner;
  readonly github: GitHubClient;
  readonly environment: NodeJS.ProcessEnv;
  /** Commit whose file is read at GitHub, where the checked-out repository is another one. */
  readonly configRef?: string;
  /** Folder of the checked-out repository. */
  readonly workspace: string;
  /** Folder that this run may write to. */
  readonly outputFolder: string;
  /** Folder with the built handlers. */
  readonly handlersRoot: string;
  /** Script of the policy checks, which run in a process of their own. */
  readonly policyScript: string;
}

/** The desired state: one environment of the file, synthesized. */
export interface Desired {
  readonly config: Config;
  readonly assembly: Assembly;
}

/** Credentials that were checked against the account of the environment. */
export interface AccountAccess {
  readonly credentials: Credentials;
  /** How they were obtained, for the log. */
  readonly source: string;
}
