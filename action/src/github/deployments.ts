import type { GitHubApi } from './api';

export type DeploymentState = 'in_progress' | 'success' | 'failure';

/** What an approver of an environment said to a run. */
export interface RunApproval {
  readonly environment: string;
  readonly isApproved: boolean;
  readonly user: string;
}

export interface DeploymentCalls {
  /** Creates the deployment of a commit. `key`: which review it deploys. */
  createDeployment(ref: string, environment: string, key: string): Promise<number>;
  setDeploymentState(deployment: number, state: DeploymentState, description: string, logUrl: string): Promise<void>;
  /** Commit of the last deployment of this key that succeeded; undefined when there is none. */
  lastDeployed(environment: string, key: string): Promise<string | undefined>;
  /** What approvers of environments said to a workflow run. */
  runApprovals(run: number): Promise<readonly RunApproval[]>;
}

/** Tells our deployments from others to the same environment. */
const TASK = 'payment-observability';

export function deploymentCalls({ octokit, repo, ask }: GitHubApi): DeploymentCalls {
  const { rest } = octokit;

  /** Whether a deployment succeeded once; a later one makes it inactive. */
  async function hasSucceeded(deployment: number): Promise<boolean> {
    const statuses = await octokit.paginate(rest.repos.listDeploymentStatuses, { ...repo, deployment_id: deployment, per_page: 100 });
    return statuses.some(({ state }) => state === 'success');
  }

  return {
    createDeployment: (ref, environment, key) =>
      ask(`create a deployment of ${environment}`, async () => {
        const { data } = await rest.repos.createDeployment({ ...repo, ref, environment, task: TASK, payload: { key }, auto_merge: false, required_contexts: [], description: 'payment-observability' });
        if (!('id' in data)) throw new Error(data.message ?? 'no deployment was created');
        return data.id;
      }),

    setDeploymentState: (deployment, state, description, logUrl) =>
      ask(`set the state of deployment ${deployment}`, async () => {
        await rest.repos.createDeploymentStatus({ ...repo, deployment_id: deployment, state, description: description.slice(0, 140), log_url: logUrl });
      }),

    lastDeployed: (environment, key) =>
      ask(`list the deployments of ${environment}`, async () => {
        for await (const { data } of octokit.paginate.iterator(rest.repos.listDeployments, { ...repo, environment, task: TASK, per_page: 100 })) {
          for (const { id, sha, payload } of data) if (keyOf(payload) === key && (await hasSucceeded(id))) return sha;
        }
        return undefined;
      }),

    runApprovals: (run) =>
      ask(`read the approvals of run ${run}`, async () => {
        const { data } = await rest.actions.getReviewsForRun({ ...repo, run_id: run });
        return data.flatMap(({ environments, state, user }) => environments.map(({ name }) => ({ environment: name ?? '', isApproved: state === 'approved', user: user.login })));
      }),
  };
}

function keyOf(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'key' in payload ? payload.key : undefined;
}
