import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig, type Policy } from '@payment-observability/config';
import { buildApp, planStacks } from '@payment-observability/constructs';
import { type App, CfnResource, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, PCIDSS321Checks } from 'cdk-nag';
import { TEMPLATES } from '../templates';

/** One side of a change: a file, and what to check it with. */
export interface PolicyRequest {
  readonly file: string;
  readonly text: string;
  readonly environment: string;
  readonly handlersRoot: string;
  readonly policy: Policy;
}

/** What a rule says of a resource. */
export interface Violation {
  readonly pack: string;
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly stackId: string;
  readonly logicalId: string;
}

/** CDK's report of what its validation plugins found, as far as it is read here. */
interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly {
      readonly ruleName: string;
      readonly description: string;
      readonly severity?: string;
      readonly violatingConstructs: readonly { readonly constructPath: string }[];
    }[];
  }[];
}

const PACKS = { awsSolutions: AwsSolutionsChecks, pciDss321: PCIDSS321Checks } as const satisfies Record<Policy['packs'][number], unknown>;

/** Everything that CloudFormation's validation and rule packs say of the stacks of a file; of a file that does not load, nothing. */
export function violationsOf({ file, text, environment, handlersRoot, policy }: PolicyRequest): readonly Violation[] {
  const loaded = loadConfig({ text, file, templates: TEMPLATES });
  const config = loaded.ok ? loaded.configs.find((candidate) => candidate.environment.name === environment) : undefined;
  if (!config) return [];
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-policy-'));
  try {
    const app = buildApp([config], { handlersRoot, outdir, validation: true });
    const violations = toViolations(reportOf(app, policy, outdir), resourcesByPath(app, config));
    return policy.cloudFormation ? violations : violations.filter(({ pack }) => pack !== CLOUDFORMATION);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function reportOf(app: App, { packs }: Policy, outdir: string): Report {
  if (packs.length > 0) Validations.of(app).addPlugins(...packs.map((pack) => new PACKS[pack](app)));
  try {
    app.synth();
  } catch (error) {
    // what is found makes a synthesis fail, and stands in the report
    if (!(error instanceof Error && error.message.includes('A copy of this report'))) throw error;
  }
  return JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
}

/** How CDK calls its own validation, which runs in every synthesis that validates. */
const CLOUDFORMATION = 'CloudFormation Validate';

type Place = Pick<Violation, 'stackId' | 'logicalId'>;

/** Every resource by the path of its construct, which is all that rule packs tell. */
function resourcesByPath(app: App, config: Config): ReadonlyMap<string, Place> {
  const stackIds = new Map(planStacks(config).map(({ id, stackName }) => [stackName, id]));
  const resources = app.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));
  return new Map(resources.map((resource) => [resource.node.path, { stackId: stackIds.get(resource.stack.stackName) ?? resource.stack.stackName, logicalId: String(resource.stack.resolve(resource.logicalId)) }]));
}

function toViolations({ pluginReports }: Report, resources: ReadonlyMap<string, Place>): readonly Violation[] {
  return pluginReports.flatMap(({ pluginName, violations }) =>
    violations.flatMap(({ ruleName, description, severity, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }): Violation => ({
        pack: pluginName,
        rule: ruleName,
        severity: severity === 'error' ? 'error' : 'warning',
        message: description,
        ...(resources.get(constructPath) ?? { stackId: '', logicalId: constructPath }),
      })),
    ),
  );
}
