import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Config, problemsAt } from '@payment-observability/config';
import type { Assembly } from '@payment-observability/constructs';
import type { PolicyFinding } from '@payment-observability/review';
import { FailedRun } from '../failed-run';
import type { PolicyAnswer, PolicyQuestion } from './policy-process';
import type { Violation } from './violations';

const TIMEOUT_MS = 5 * 60 * 1000;

/** The desired stacks and the files of both sides. */
export interface PolicySubject {
  readonly config: Config;
  readonly assembly: Assembly;
  readonly file: string;
  readonly text: string;
  /** The file of the base branch; undefined where there is none, so that everything is new. */
  readonly baseText: string | undefined;
  readonly handlersRoot: string;
  /** The checks' own script, policy.js. */
  readonly script: string;
  /** Folder that this run may write to. */
  readonly outputFolder: string;
}

/**
 * What the config's policy packs say of the desired stacks and not of the base branch's, each with its line in the file.
 *
 * @returns undefined when the config asks for no check
 * @throws FailedRun when the checks did not end
 */
export async function checkPolicy(subject: PolicySubject): Promise<readonly PolicyFinding[] | undefined> {
  const { config, file, text, baseText, handlersRoot } = subject;
  const { policy, environment } = config;
  if (!policy.cloudFormation && policy.packs.length === 0) return undefined;
  const request = (of: string) => ({ file, text: of, environment: environment.name, handlersRoot, policy });
  const { before, after } = await ask({ after: request(text), ...(baseText !== undefined && { before: request(baseText) }) }, subject);
  const known = new Set(before.map(keyOf));
  return after.filter((violation) => !known.has(keyOf(violation))).map((violation) => toFinding(violation, subject));
}

async function ask(question: PolicyQuestion, { script, outputFolder }: PolicySubject): Promise<PolicyAnswer> {
  const [questionFile, answerFile] = [join(outputFolder, 'policy-question.json'), join(outputFolder, 'policy-answer.json')];
  rmSync(answerFile, { force: true });
  writeFileSync(questionFile, JSON.stringify(question));
  try {
    // nothing of the run's environment: it holds credentials, and the checks need none
    await promisify(execFile)(process.execPath, [script, questionFile, answerFile], { env: {}, timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(readFileSync(answerFile, 'utf8')) as PolicyAnswer;
  } catch (cause) {
    const { killed, message } = cause as Error & { readonly killed?: boolean };
    const reason = killed === true ? `they did not end within ${TIMEOUT_MS / 1000} s` : message.split('\n', 1)[0];
    throw new FailedRun('internal', `The checks of the section policy failed: ${reason}. Run again, or leave the section out to review without them.`, { cause });
  }
}

const keyOf = ({ pack, rule, stackId, logicalId, message }: Violation): string => JSON.stringify([pack, rule, stackId, logicalId, message]);

function toFinding(violation: Violation, { config, assembly }: PolicySubject): PolicyFinding {
  const { section, path } = sourceOf(assembly, violation);
  const [problem] = (path === undefined ? undefined : problemsAt(config, [{ path, message: violation.message }])) ?? [];
  return {
    ...violation,
    ...(section !== undefined && { section }),
    ...(path !== undefined && { path }),
    ...(problem && { position: `${problem.file}:${problem.line}` }),
  };
}

/** Where in the config a resource comes from, as its Metadata says. */
function sourceOf({ stacks }: Assembly, { stackId, logicalId }: Violation): { readonly section?: string; readonly path?: string } {
  const resources = stacks.find(({ id }) => id === stackId)?.template['Resources'] as Readonly<Record<string, { readonly Metadata?: Readonly<Record<string, unknown>> }>> | undefined;
  return resources?.[logicalId]?.Metadata?.['payment-observability'] ?? {};
}
