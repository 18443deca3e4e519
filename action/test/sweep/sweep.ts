import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '@payment-observability/constructs';
import { review, type Finding, type Review, type StackInput, type Template } from '@payment-observability/review';
import { configOf } from '../property/file';
import { HANDLERS_ROOT } from '../property/synthesis';
import { CONTROLS } from './controls';
import { shownIn } from './in-sight';
import { LEFT_ALONE, MUTATIONS } from './mutations';
import type { Mutation, Planting, TemplateJson } from './planting';

const ROOT = join(__dirname, '../../..');

/** A file of each template; account-baseline has its own. */
export const SWEPT_FILES = [
  'examples/payment-platform',
  'examples/api-observability',
  'examples/serverless-monitoring',
  'examples/realtime-transactions',
  'examples/multi-region-platform',
  'apps/account-baseline',
].map((folder) => join(folder, 'observability.yml'));

export interface KindCount {
  planted: number;
  found: number;
}

export interface SweepResult {
  readonly kinds: ReadonlyMap<string, KindCount>;
  /** What the review did not name as it must, such as `home/Alarm: threshold loosened`. */
  readonly missed: readonly string[];
  /** Harmless changes that were reviewed, and those that blocked. */
  readonly controls: number;
  readonly falsePositives: readonly string[];
  /** Types that neither a mutation nor a reason covers. */
  readonly uncovered: readonly string[];
}

/** Plants every weakening that applies in every resource of a file's stacks, one at a time, and looks for it in the review. */
export function sweepFile(file: string): SweepResult {
  const stacks = stacksOf(readFileSync(join(ROOT, file), 'utf8'));
  const kinds = new Map<string, KindCount>();
  const missed: string[] = [];
  for (const { stack, logicalId, mutation, planted } of plantingsOf(stacks, MUTATIONS)) {
    const count = kinds.get(mutation.kind) ?? { planted: 0, found: 0 };
    kinds.set(mutation.kind, count);
    count.planted += 1;
    const about = planted.about ?? logicalId;
    const reviewed = reviewWith(stacks, stack, planted);
    const told = reviewed.findings.filter((finding) => finding.stackId === stack.stackId && finding.logicalId === about && isGraveEnough(finding, planted));
    const isShown = told.length > 0 && told.some(shownIn(reviewed));
    if (isShown) count.found += 1;
    else missed.push(`${stack.stackId}/${logicalId}: ${mutation.kind} (${planted.what}), expected ${planted.severity}${told.length > 0 ? ' in sight of the comment' : ''}`);
  }
  const controls = [...plantingsOf(stacks, CONTROLS)];
  const falsePositives = controls.flatMap(({ stack, logicalId, mutation, planted }) =>
    reviewWith(stacks, stack, planted)
      .findings.filter(({ severity }) => severity === 'blocking')
      .map(({ title }) => `${stack.stackId}/${logicalId}: ${mutation.kind}: ${title}`),
  );
  return { kinds, missed, controls: controls.length, falsePositives, uncovered: uncoveredOf(stacks) };
}

function stacksOf(text: string): StackInput[] {
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-sweep-'));
  try {
    const { stacks } = synthesize(configOf(text), { outdir, handlersRoot: HANDLERS_ROOT, validation: false });
    return stacks.map(({ id, stackName, region, account, templatePath }) => {
      const template = JSON.parse(readFileSync(templatePath, 'utf8')) as Template;
      return { stackId: id, stackName, region, account, baselineKind: 'deployed', before: template, after: template };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

interface Case {
  readonly stack: StackInput;
  readonly logicalId: string;
  readonly mutation: Mutation;
  readonly planted: Planting;
}

function* plantingsOf(stacks: readonly StackInput[], mutations: readonly Mutation[]): Generator<Case> {
  for (const stack of stacks) {
    const template = stack.after as TemplateJson;
    for (const [logicalId, resource] of Object.entries(template.Resources)) {
      for (const mutation of mutations.filter(({ types }) => types.includes(resource.Type))) {
        for (const planted of mutation.plant(resource, { logicalId, template })) yield { stack, logicalId, mutation, planted };
      }
    }
  }
}

function reviewWith(stacks: readonly StackInput[], changed: StackInput, planted: Planting): Review {
  const template = structuredClone(changed.after) as TemplateJson;
  planted.apply(template);
  const input = stacks.map((stack) => (stack === changed ? { ...stack, after: template } : stack));
  return review({ name: 'sweep', environment: 'production', template: 'swept', actionVersion: '0.0.0', stacks: input });
}

function isGraveEnough({ severity }: Finding, planted: Planting): boolean {
  return severity === 'blocking' || (severity === 'attention' && planted.severity === 'attention');
}

function uncoveredOf(stacks: readonly StackInput[]): string[] {
  const types = new Set(stacks.flatMap(({ after }) => Object.values((after as TemplateJson).Resources).map(({ Type }) => Type)));
  return [...types].filter((type) => LEFT_ALONE[type] === undefined && !MUTATIONS.some((mutation) => mutation.types.includes(type)));
}
