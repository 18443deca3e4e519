import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { evaluateInputs } from './action-inputs';
import { readActionManifest } from './action-manifest';
import { parseCommandFile } from './command-file';
import { runProcess } from './run-process';
import { StepLog, type Annotation } from './step-log';

/** The part of a workflow run that the runner needs. */
export interface JobContext {
  readonly token: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

export interface RunActionOptions {
  /** Folder with action.yml. */
  readonly actionFolder: string;
  readonly workflowRun: JobContext;
  /** The step's `with:`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Working folder, GITHUB_WORKSPACE. */
  readonly workspace: string;
  readonly nodePath: string;
  /** The step's `env:`; nothing else of this process's environment but PATH reaches the action. */
  readonly env?: Readonly<Record<string, string>>;
  /** Holds HOME, RUNNER_TEMP and the command files of this run. */
  readonly tempFolder: string;
  /** @default 5 minutes */
  readonly timeoutMs?: number;
}

export interface ActionResult {
  readonly exitCode: number;
  /** A step fails by its exit code, or by a command that the runner could not carry out. */
  readonly conclusion: 'success' | 'failure';
  /** Output as the log shows it: workflow commands carried out (`##[error]…`, `##[group]…`), secrets as `***`. */
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Set for later steps through GITHUB_ENV. */
  readonly env: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** Added to PATH for later steps through GITHUB_PATH. */
  readonly path: readonly string[];
  /** Markdown of GITHUB_STEP_SUMMARY, masked; empty when it was over 1 MiB. */
  readonly summary: string;
  /** As GitHub shows them: 10 of each level at most. */
  readonly annotations: readonly Annotation[];
  readonly masked: readonly string[];
}

const DEFAULT_TIMEOUT_MS = 300_000;
const SUMMARY_LIMIT_BYTES = 1024 * 1024;
const COMMAND_FILES = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_STATE', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'] as const;
type CommandFile = (typeof COMMAND_FILES)[number];

/** Runs the `main` of a JavaScript action in a child process, as a step of a job on a GitHub-hosted runner. */
export async function runAction(options: RunActionOptions): Promise<ActionResult> {
  const manifest = readActionManifest(options.actionFolder);
  const { workflowRun, workspace } = options;
  const { variables, warnings } = evaluateInputs(manifest, options.inputs, { 'github.token': workflowRun.token, 'github.workspace': workspace });
  const log = new StepLog(workspace, workflowRun.secrets);
  const folder = prepareFolder(options.tempFolder, workflowRun.event);
  const shown = warnings.map((message) => log.annotate({ level: 'warning', message }));
  const { exitCode, stdout, stderr } = await runProcess({
    command: options.nodePath,
    args: [resolve(options.actionFolder, manifest.main)],
    cwd: workspace,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder.home, ...options.env, ...variables, ...workflowRun.env, ...folder.variables, GITHUB_ACTION: '__self', GITHUB_WORKSPACE: workspace, RUNNER_WORKSPACE: resolve(workspace, '..') },
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    onLine: (line) => log.line(line),
  });
  const files = processFiles(log, folder.files);
  return {
    exitCode,
    conclusion: exitCode === 0 && !log.failed ? 'success' : 'failure',
    stdout: toText([...shown, ...stdout, ...files.shown]),
    stderr: toText(stderr),
    ...files.values,
    annotations: log.annotations,
    masked: log.masked,
  };
}

function prepareFolder(tempFolder: string, event: unknown) {
  mkdirSync(tempFolder, { recursive: true });
  const root = mkdtempSync(join(resolve(tempFolder), 'step-'));
  const [home, temp, tools, commands] = [join(root, 'home'), join(root, 'temp'), join(root, 'tools'), join(root, 'temp', '_runner_file_commands')] as const;
  for (const path of [home, temp, tools, commands]) mkdirSync(path, { recursive: true });
  const eventPath = join(temp, 'event.json');
  writeFileSync(eventPath, JSON.stringify(event, null, 2));
  const files = Object.fromEntries(COMMAND_FILES.map((name) => [name, join(commands, `${name.toLowerCase()}_${randomUUID()}`)])) as Record<CommandFile, string>;
  for (const file of Object.values(files)) writeFileSync(file, '');
  return { home, files, variables: { ...files, GITHUB_EVENT_PATH: eventPath, RUNNER_TEMP: temp, RUNNER_TOOL_CACHE: tools } };
}

function processFiles(log: StepLog, files: Readonly<Record<CommandFile, string>>) {
  const shown: string[] = [];
  const read = (name: CommandFile) => readFileSync(files[name], 'utf8');
  const pairs = (name: CommandFile): Record<string, string> => {
    try {
      return Object.fromEntries(parseCommandFile(read(name)));
    } catch (error) {
      shown.push(log.fail(`Unable to process file command '${name.replace('GITHUB_', '').toLowerCase()}' successfully.`), log.fail((error as Error).message));
      return {};
    }
  };
  const { NODE_OPTIONS: blocked, ...env } = pairs('GITHUB_ENV');
  if (blocked !== undefined) shown.push(log.annotate({ level: 'error', message: "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command." }));
  const summary = read('GITHUB_STEP_SUMMARY');
  const summaryBytes = Buffer.byteLength(summary);
  if (summaryBytes > SUMMARY_LIMIT_BYTES) {
    shown.push(log.annotate({ level: 'error', message: `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${SUMMARY_LIMIT_BYTES / 1024}k, got ${Math.floor(summaryBytes / 1024)}k. For more information see: https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-markdown-summary` }));
  }
  return {
    shown,
    values: {
      outputs: pairs('GITHUB_OUTPUT'),
      env,
      state: pairs('GITHUB_STATE'),
      path: read('GITHUB_PATH').split('\n').filter((line) => line !== ''),
      summary: summaryBytes > SUMMARY_LIMIT_BYTES ? '' : log.mask(summary),
    },
  };
}

function toText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
