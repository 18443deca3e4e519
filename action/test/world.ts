import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, GetTemplateCommand, UpdateStackCommand, UpdateTerminationProtectionCommand, waitUntilStackCreateComplete, waitUntilStackUpdateComplete } from '@aws-sdk/client-cloudformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { templateBody } from '@payment-observability/github-oidc';
import { type ActionResult, type MergeMethod, type PullRequest, type Repository, runAction, runnerNode, type Sandbox, startSandbox } from '@payment-observability/sandbox';

// the SDK's note about Node 20 is for people who run it there for good
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

export const ACCOUNT = '111111111111';
export const ORGANIZATION = 'acme';
const ORGANIZATION_ID = 4711;
export const REPOSITORY = 'payments';

/** Permissions of the job that the README shows. */
const PERMISSIONS = { contents: 'read', 'pull-requests': 'write', deployments: 'write', 'id-token': 'write' } as const;

export interface RunOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
  /** Environment that the job names. */
  readonly environment?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly actionFolder?: string;
  readonly nodePath?: string;
  /** Whether the job has checked the repository out. @default true */
  readonly checkout?: boolean;
  /** Assume the plan or deploy role, as the README's workflow does. @default true */
  readonly role?: boolean;
  /** Another job of a run that has begun. @default a new run */
  readonly runId?: number;
  /** What happens between the event and the start of the action. */
  readonly meanwhile?: () => void;
  /** Commit of a push, where the branch has moved on since. @default the tip of the default branch */
  readonly sha?: string;
}

/** A repository on GitHub, an account on AWS with the bootstrap in it, and the action as a release has it. */
export interface World {
  readonly sandbox: Sandbox;
  readonly repository: Repository;
  readonly folder: string;
  /** Commits `observability.yml` to a branch and opens a pull request. */
  openPullRequest(branch: string, title: string, config: string, from?: { readonly fromFork?: string; readonly author?: string; readonly draft?: boolean }): PullRequest;
  /** Runs the action for an event of a pull request. */
  onPullRequest(number: number, action?: 'opened' | 'synchronize' | 'closed' | 'reopened' | 'labeled' | 'unlabeled', options?: RunOptions): Promise<ActionResult>;
  /** Runs the action for the merge group of a pull request, without taking it out of the queue. */
  onMergeGroup(number: number, options?: RunOptions): Promise<ActionResult>;
  /** Runs the action for the workflow_run that follows the run of a pull request. */
  onWorkflowRun(number: number, options?: RunOptions): Promise<ActionResult>;
  /** Runs the action for the push of the default branch's tip. */
  onPush(options?: RunOptions): Promise<ActionResult>;
  onDispatch(inputs: Readonly<Record<string, string>>, options?: RunOptions): Promise<ActionResult>;
  merge(number: number, method?: MergeMethod): string;
  /** Pushes to the default branch without a pull request. */
  push(config: string): string;
  /** Adds a commit to the branch of a pull request. */
  commit(branch: string, config: string, author?: string): void;
  /** Puts a later time between what was done and what comes, for GitHub and AWS. */
  waitSeconds(seconds: number): void;
  /** Changes the template of a stack past the action, as an administrator can. */
  changeStackByHand(stackName: string, change: (template: string) => string): Promise<void>;
  /** Deletes a stack through the execution role, as an administrator can who has lifted its protection. */
  deleteStack(region: string, stackName: string): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** What the names of the stacks begin with. @default card-acquiring */
  readonly stackNamePrefix?: string;
  /** Regions in which the account has an asset bucket. The first is where the roles are made from. */
  readonly regions?: readonly string[];
  readonly folder?: string;
  /** Let the sandbox check templates with CloudFormation's schemas. @default false */
  readonly validateSchemas?: boolean;
  readonly actionFolder?: string;
  readonly nodePath?: string;
  readonly repositoryOptions?: { readonly immutableSubject?: boolean };
  /** Go on where another world stopped, from a copy of its folder. */
  readonly copyOf?: string;
}

/** Makes the release tree once a process, far from any node_modules. */
let madeTree: string | undefined;
export function releaseTree(): string {
  if (madeTree !== undefined) return madeTree;
  const folder = mkdtempSync(join(tmpdir(), 'payment-observability-release-'));
  execFileSync(process.execPath, ['--conditions=@payment-observability/source', '--import', 'tsx', join(__dirname, '../build/release-tree.ts'), '--out', folder], { stdio: 'pipe' });
  madeTree = folder;
  return folder;
}

/** Deploys the account bootstrap, as an administrator does once. */
async function deployBootstrap(sandbox: Sandbox, repository: Repository, regions: readonly string[], stackNamePrefix: string): Promise<void> {
  const credentials = sandbox.aws.createAccount(ACCOUNT);
  for (const [index, region] of regions.entries()) {
    const client = new CloudFormationClient({ region, credentials, endpoint: sandbox.url });
    const StackName = 'payment-observability-bootstrap';
    const parameters: Record<string, string> = {
      GitHubOrg: ORGANIZATION,
      GitHubRepo: REPOSITORY,
      GitHubOrgId: String(ORGANIZATION_ID),
      GitHubRepoId: String(repository.id),
      StackNamePrefix: stackNamePrefix,
      ...(index > 0 && { AccountWide: 'false' }),
    };
    await client.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: templateBody(),
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      }),
    );
    await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName });
  }
}

export async function createWorld({ regions = ['us-east-1'], folder = mkdtempSync(join(tmpdir(), 'payment-observability-world-')), validateSchemas = false, stackNamePrefix = 'card-acquiring', actionFolder, nodePath, repositoryOptions = {}, copyOf }: WorldOptions = {}): Promise<World> {
  if (copyOf !== undefined) cpSync(join(copyOf, 'state'), join(folder, 'state'), { recursive: true });
  let waitedMs = 0;
  const sandbox = await startSandbox({ stateFolder: join(folder, 'state'), validateSchemas, clock: () => new Date(Date.now() + waitedMs) });
  const known = sandbox.github.findRepository(ORGANIZATION, REPOSITORY);
  const repository = known ?? sandbox.github.createRepository({ owner: ORGANIZATION, ownerId: ORGANIZATION_ID, name: REPOSITORY, ...repositoryOptions });
  if (!known) {
    sandbox.github.commit(repository, 'main', { 'README.md': '# payments\n' }, 'Begin');
    await deployBootstrap(sandbox, repository, regions, stackNamePrefix);
  }
  const action = actionFolder ?? releaseTree();
  const node = nodePath ?? (await runnerNode());
  let runs = 0;

  /** Checks out the ref that the event names and runs the action there. */
  async function run(input: Omit<Parameters<Sandbox['github']['workflowRun']>[0], 'repo' | 'permissions'>, checkout: Readonly<Record<string, string>>, role: 'plan' | 'deploy', options: RunOptions = {}): Promise<ActionResult> {
    runs += 1;
    const runFolder = join(folder, `run-${runs}`);
    const workspace = join(runFolder, 'workspace');
    mkdirSync(workspace, { recursive: true });
    for (const [path, text] of Object.entries(options.checkout === false ? {} : checkout)) {
      mkdirSync(dirname(join(workspace, path)), { recursive: true });
      writeFileSync(join(workspace, path), text);
    }
    const workflowRun = sandbox.github.workflowRun({
      repo: repository,
      ...input,
      permissions: options.permissions ?? PERMISSIONS,
      ...(options.environment !== undefined && { environment: options.environment }),
      ...(options.runId !== undefined && { runId: options.runId }),
    });
    options.meanwhile?.();
    return runAction({
      actionFolder: options.actionFolder ?? action,
      workflowRun,
      inputs: { ...(options.role !== false && { 'role-to-assume': `arn:aws:iam::${ACCOUNT}:role/payment-observability-${role}` }), ...options.inputs },
      workspace,
      nodePath: options.nodePath ?? node,
      tempFolder: join(runFolder, 'temp'),
      env: { ...sandbox.awsEnvironment, ...options.env },
    });
  }

  /** What a checkout step would put into the workspace. */
  const checkoutAt = (ref: string): Readonly<Record<string, string>> => {
    const config = sandbox.github.readFile(repository, ref, 'observability.yml');
    return config === undefined ? {} : { 'observability.yml': config };
  };
  /** As `actions/checkout` does: what merging the pull request would make, while it is open. */
  const mergeOf = (number: number) => (sandbox.github.pullRequest(repository, number).state === 'open' ? `refs/pull/${number}/merge` : sandbox.github.pullRequest(repository, number).head.sha);

  const region = regions[0] ?? '';
  const login = { region, credentials: sandbox.aws.createAccount(ACCOUNT), endpoint: sandbox.url };
  const administrator = new CloudFormationClient(login);

  return {
    sandbox,
    repository,
    folder,
    openPullRequest(branch, title, config, from) {
      sandbox.github.commit(repository, branch, { 'observability.yml': config }, title, from?.author);
      return sandbox.github.openPullRequest(repository, { head: branch, title, ...from });
    },
    onPullRequest: (number, activity = 'opened', options) =>
      run({ event: 'pull_request', action: activity, pullRequest: number }, checkoutAt(mergeOf(number)), 'plan', options),
    onMergeGroup: (number, options) => run({ event: 'merge_group', pullRequest: number }, checkoutAt(mergeOf(number)), 'plan', options),
    // there is no checkout: the action reads what it needs
    onWorkflowRun: (number, options) => run({ event: 'workflow_run', pullRequest: number }, {}, 'plan', { role: false, ...options }),
    async onPush(options) {
      const result = await run({ event: 'push', ...(options?.sha !== undefined && { sha: options.sha }) }, checkoutAt(options?.sha ?? 'main'), 'deploy', options);
      // people answer the confirmation mails of what was deployed
      sandbox.aws.confirmSubscriptions(ACCOUNT);
      return result;
    },
    onDispatch: (inputs, options) => run({ event: 'workflow_dispatch', inputs }, checkoutAt('main'), 'deploy', options),
    merge: (number, method) => sandbox.github.mergePullRequest(repository, number, method),
    push: (config) => sandbox.github.commit(repository, 'main', { 'observability.yml': config }, 'Change observability'),
    commit(branch, config, author) {
      sandbox.github.commit(repository, branch, { 'observability.yml': config }, 'Change observability', author);
    },
    waitSeconds(seconds) {
      waitedMs += seconds * 1000;
    },
    async changeStackByHand(StackName, change) {
      const { TemplateBody = '' } = await administrator.send(new GetTemplateCommand({ StackName }));
      const bucket = `payment-observability-assets-${ACCOUNT}-${region}`;
      const Body = change(JSON.stringify(JSON.parse(TemplateBody)));
      await new S3Client({ ...login, forcePathStyle: true }).send(new PutObjectCommand({ Bucket: bucket, Key: 'by-hand.json', Body }));
      await administrator.send(new UpdateStackCommand({ StackName, TemplateURL: `${sandbox.url}/${bucket}/by-hand.json`, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
      await waitUntilStackUpdateComplete({ client: administrator, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName });
    },
    async deleteStack(stackRegion, StackName) {
      const client = new CloudFormationClient({ ...login, region: stackRegion });
      await client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }));
      await client.send(new DeleteStackCommand({ StackName, RoleARN: `arn:aws:iam::${ACCOUNT}:role/payment-observability-execution` }));
      await sandbox.aws.idle();
    },
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
