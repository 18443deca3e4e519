/** Outputs of the action: action.yml and the README's table are generated from this. */
export const OUTPUTS = {
  command: 'What was done: `validate`, `synth`, `diff`, `deploy` or `none`',
  'has-changes': '`true` when a stack would change or was changed',
  verdict: '`no-changes`, `safe`, `attention` or `blocked`',
  stacks: 'JSON list of the stacks in the order of deployment: `[{ id, stackName, region, templatePath, hasChanges, status }]`',
  'stack-name': 'Name of the first stack, the one in the home Region',
  'template-path': 'Path of the first stack\'s template',
  'assembly-folder': 'Folder of the cloud assembly: templates and assets',
  'dashboard-url': 'Console address of the first dashboard; known after a deployment',
  'gate-state': '`open` when nothing blocks, `blocked`, or `approved` when a person with the right let through what blocks',
  findings: 'JSON list of what a reviewer must not miss, the gravest first: `[{ id, severity, group, title, stackId, logicalId, path }]`',
  'comment-url': 'Address of the review comment',
  'summary-path': 'Path of the full review in Markdown',
  'review-path': 'Path of the full review in JSON, as `schema/review.schema.json` describes it',
  'report-path': 'Path of the full review as one HTML file, to be uploaded as an artifact',
  'sarif-path': 'Path of the findings in SARIF 2.1.0, for code scanning',
  problems: 'JSON list of the problems in the configuration file: `[{ file, line, column, path, message }]`',
  'failure-reason': 'In one word why the run failed: `config`, `credentials`, `not-reviewed`, `busy`, `deploy`, `blocked`, `github` or `internal`',
} as const;

export type OutputName = keyof typeof OUTPUTS;
export type FailureReason = 'config' | 'credentials' | 'not-reviewed' | 'busy' | 'deploy' | 'blocked' | 'github' | 'internal';
