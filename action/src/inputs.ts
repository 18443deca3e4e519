/** One input of the action: action.yml and the README's table are generated from this. */
export interface InputDeclaration {
  readonly description: string;
  readonly default?: string;
  /** The values it can have, when they are few. */
  readonly allowed?: readonly string[];
}

export const COMMANDS = ['auto', 'validate', 'synth', 'diff', 'deploy'] as const;
export type Command = Exclude<(typeof COMMANDS)[number], 'auto'>;

export const INPUTS = {
  command: {
    description: 'What to do. `auto` follows the event: `diff` on a pull request or merge group, `deploy` on a push to the default branch',
    default: 'auto',
    allowed: COMMANDS,
  },
  config: { description: 'Path of the configuration file in the repository', default: 'observability.yml' },
  environment: { description: 'Environment of the configuration file; needed when it has more than one' },
  'role-to-assume': {
    description: 'ARN of the role to assume with GitHub OIDC: the plan role for reviews, the deploy role for deployments. Without it, credentials of an earlier step are used, else the review compares with the base branch',
  },
  'aws-region': { description: 'Region of the STS endpoint', default: 'us-east-1' },
  'execution-role': { description: 'ARN of the role that CloudFormation uses for the stacks; the one of the account bootstrap when absent' },
  'bootstrap-prefix': { description: 'What the names of the account bootstrap (`apps/github-oidc`) begin with', default: 'payment-observability' },
  comment: { description: 'Keep one comment on the pull request up to date', default: 'true', allowed: ['true', 'false'] },
  'change-set': {
    description: 'Ask CloudFormation for a change set of each stack that is deployed, to know what it replaces. Nothing is executed and the change set is deleted, but the role needs to be allowed more than the plan role is (`apps/github-oidc`)',
    default: 'false',
    allowed: ['true', 'false'],
  },
  'allow-unreviewed': {
    description: 'Deploy a change that no merged pull request has shown, for example a direct push',
    default: 'false',
    allowed: ['true', 'false'],
  },
  'output-folder': { description: 'Folder for the synthesized templates and assets; below the runner\'s temporary folder when absent' },
  'github-token': { description: 'Token to read the base branch and to write the comment', default: '${{ github.token }}' },
} as const satisfies Record<string, InputDeclaration>;

export type InputName = keyof typeof INPUTS;

/** The inputs of a run, parsed. */
export interface Inputs {
  readonly command: (typeof COMMANDS)[number];
  readonly configFile: string;
  readonly environment?: string;
  readonly roleToAssume?: string;
  readonly awsRegion: string;
  readonly executionRole?: string;
  readonly bootstrapPrefix: string;
  readonly comment: boolean;
  /** Whether reviews ask for change sets. */
  readonly changeSet: boolean;
  readonly allowUnreviewed: boolean;
  readonly outputFolder?: string;
  readonly githubToken: string;
}

/** A mistake in the workflow file or the repository: shown as a message, without a stack trace. */
export class UserError extends Error {
  public override readonly name = 'UserError';
}

const PATTERNS: Partial<Record<InputName, { pattern: RegExp; wanted: string }>> = {
  config: { pattern: /^(?!\/)(?!.*(^|\/)\.\.(\/|$)).+\.ya?ml$/, wanted: 'a path of a .yml or .yaml file below the repository, without ..' },
  'role-to-assume': { pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, wanted: 'the ARN of an IAM role' },
  'execution-role': { pattern: /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, wanted: 'the ARN of an IAM role' },
  'aws-region': { pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, wanted: 'a Region such as eu-west-1' },
  'bootstrap-prefix': { pattern: /^[a-z][a-z0-9-]{2,29}$/, wanted: 'lower-case letters, digits and hyphens, 3 to 30 of them' },
};

/**
 * Parses the inputs, all problems at once.
 *
 * @param read - returns the text of an input, empty when it is absent
 * @throws UserError naming each input, what it was and what is allowed
 */
export function parseInputs(read: (name: InputName) => string): Inputs {
  const problems: string[] = [];
  const value = (name: InputName): string | undefined => {
    const declaration: InputDeclaration = INPUTS[name];
    const text = read(name).trim() || (declaration.default ?? '');
    if (text === '') return undefined;
    const pattern = PATTERNS[name];
    if (declaration.allowed && !declaration.allowed.includes(text)) problems.push(`input ${name}: expected ${declaration.allowed.join(', ')}, found "${text}"`);
    if (pattern && !pattern.pattern.test(text)) problems.push(`input ${name}: expected ${pattern.wanted}, found "${text}"`);
    return text;
  };
  const optional = <K extends string>(key: K, name: InputName) => {
    const text = value(name);
    return text === undefined ? {} : ({ [key]: text } as Record<K, string>);
  };
  const inputs: Inputs = {
    command: (value('command') ?? 'auto') as Inputs['command'],
    configFile: value('config') ?? '',
    ...optional('environment', 'environment'),
    ...optional('roleToAssume', 'role-to-assume'),
    awsRegion: value('aws-region') ?? '',
    ...optional('executionRole', 'execution-role'),
    bootstrapPrefix: value('bootstrap-prefix') ?? '',
    comment: value('comment') === 'true',
    changeSet: value('change-set') === 'true',
    allowUnreviewed: value('allow-unreviewed') === 'true',
    ...optional('outputFolder', 'output-folder'),
    githubToken: value('github-token') ?? '',
  };
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return inputs;
}
