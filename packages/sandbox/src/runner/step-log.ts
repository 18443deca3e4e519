import { isAbsolute, relative } from 'node:path';
import { parseWorkflowCommand, type WorkflowCommand } from './workflow-command';
import { SecretMasker } from './secret-masker';

export const ANNOTATION_LEVELS = ['error', 'warning', 'notice'] as const;

export interface Annotation {
  readonly level: (typeof ANNOTATION_LEVELS)[number];
  readonly message: string;
  /** Relative to the workspace when it lies within. */
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly col?: number;
  readonly title?: string;
}

/** GitHub shows this many annotations of each level for a step, and this much of a message; the log has all. */
const MAX_ANNOTATIONS = 10;
const MAX_MESSAGE_CHARACTERS = 4096;
const DISABLED = (command: string) =>
  `The \`${command}\` command is disabled. Please upgrade to using Environment Files or opt into unsecure command execution by setting the \`ACTIONS_ALLOW_UNSECURE_COMMANDS\` environment variable to \`true\`. For more information see: https://github.blog/changelog/2020-10-01-github-actions-deprecating-set-env-and-add-path-commands/`;
const BAD_STOP_TOKEN =
  "You cannot use a endToken that is an empty string, the string 'pause-logging', or another workflow command. For more information see: https://docs.github.com/actions/learn-github-actions/workflow-commands-for-github-actions#example-stopping-and-starting-workflow-commands or opt into insecure command execution by setting the `ACTIONS_ALLOW_UNSECURE_STOPCOMMAND_TOKENS` environment variable to `true`.";

/** A step's log as the runner keeps it: workflow commands are carried out, secrets masked from when they are known. */
export class StepLog {
  readonly annotations: Annotation[] = [];
  readonly masked: string[] = [];
  /** Whether a command could not be carried out, which fails the step. */
  failed = false;
  readonly #masker = new SecretMasker();
  readonly #workspace: string;
  #stopToken: string | undefined;

  constructor(workspace: string, secrets: readonly string[]) {
    this.#workspace = workspace;
    for (const secret of secrets) this.#mask(secret);
  }

  /** Takes one line of the action's output and returns what the log shows for it; undefined for nothing. */
  line(text: string): string | undefined {
    const command = parseWorkflowCommand(text, (name) => name === this.#stopToken || Object.hasOwn(this.#commands, name));
    if (command === undefined || (this.#stopToken !== undefined && command.name !== this.#stopToken)) return this.mask(text);
    if (command.name === this.#stopToken) {
      this.#stopToken = undefined;
      return this.mask(text);
    }
    return this.#commands[command.name]?.(command, text);
  }

  annotate(annotation: Annotation): string {
    const message = this.mask(annotation.message);
    if (this.annotations.filter((one) => one.level === annotation.level).length < MAX_ANNOTATIONS) {
      this.annotations.push({ ...annotation, message: message.slice(0, MAX_MESSAGE_CHARACTERS) });
    }
    return `##[${annotation.level}]${message}`;
  }

  /** An error that fails the step. */
  fail(message: string): string {
    this.failed = true;
    return this.annotate({ level: 'error', message });
  }

  mask(text: string): string {
    return this.#masker.mask(text);
  }

  #mask(secret: string): void {
    this.masked.push(secret);
    this.#masker.add(secret);
  }

  readonly #commands: Readonly<Record<string, (command: WorkflowCommand, text: string) => string | undefined>> = {
    ...Object.fromEntries(ANNOTATION_LEVELS.map((level) => [level, (command: WorkflowCommand) => this.annotate(this.#annotationOf(level, command))])),
    group: ({ data }) => this.mask(`##[group]${data}`),
    endgroup: () => '##[endgroup]',
    debug: () => undefined,
    'add-mask': ({ data }) => {
      if (data.trim() === '') return this.annotate({ level: 'warning', message: "Can't add secret mask for empty string in ##[add-mask] command." });
      this.#mask(data);
      return undefined;
    },
    'stop-commands': ({ data }, text) => {
      const token = data.toLowerCase();
      if (token === '' || token === 'pause-logging' || Object.hasOwn(this.#commands, token)) return this.#refuse(text, BAD_STOP_TOKEN);
      this.#stopToken = token;
      return this.mask(text);
    },
    'set-env': (_, text) => this.#refuse(text, DISABLED('set-env')),
    'add-path': (_, text) => this.#refuse(text, DISABLED('add-path')),
  };

  #refuse(text: string, reason: string): string {
    return `${this.fail(`Unable to process command '${text}' successfully.`)}\n${this.fail(reason)}`;
  }

  #annotationOf(level: Annotation['level'], { properties, data }: WorkflowCommand): Annotation {
    const { file, title } = properties;
    return {
      level,
      message: data,
      ...(file !== undefined && { file: this.#inWorkspace(file) }),
      ...numberOf('line', properties),
      ...numberOf('endLine', properties),
      ...numberOf('col', properties),
      ...(title !== undefined && { title }),
    };
  }

  #inWorkspace(file: string): string {
    const inside = isAbsolute(file) ? relative(this.#workspace, file) : file;
    return inside.startsWith('..') ? file : inside;
  }
}

function numberOf<Name extends 'line' | 'endLine' | 'col'>(name: Name, properties: Readonly<Record<string, string>>): { [N in Name]?: number } {
  const value = Number(properties[name]);
  return Number.isInteger(value) ? ({ [name]: value } as { [N in Name]: number }) : {};
}
