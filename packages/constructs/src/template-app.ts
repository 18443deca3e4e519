import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Config, formatProblem, loadConfig, type TemplateDefaults } from '@payment-observability/config';
import type { App } from 'aws-cdk-lib/core';
import { synthesizeApp } from './assembly';
import { buildApp, type BuildOptions } from './build-app';
import { LimitError } from './limit-error';
import { limitProblems } from './limits/limit-problems';

export interface TemplateAppOptions extends BuildOptions {
  /** Name of the file, for error texts. @default observability.yml */
  readonly file?: string;
  /** The one environment to build. @default all of the file */
  readonly environment?: string;
}

/**
 * The CDK app of an observability.yml that names `template`.
 *
 * @throws with every problem of the file, one a line, each with its position.
 */
export function templateApp(template: TemplateDefaults, text: string, { file, environment, ...options }: TemplateAppOptions = {}): App {
  return buildApp(configsOf(template, text, { file, environment }), options);
}

/** What a template's main.ts does: synthesizes `[file [environment]]`, or prints what is wrong and exits with 1. */
export function runTemplate(template: TemplateDefaults, [file = 'observability.yml', environment]: readonly string[]): void {
  try {
    const configs = configsOf(template, readFileSync(file, 'utf8'), { file: basename(file), environment });
    const app = buildApp(configs);
    for (const config of configs) withPositions(config, () => synthesizeApp(app, config));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

function configsOf(template: TemplateDefaults, text: string, { file = 'observability.yml', environment }: { file?: string | undefined; environment?: string | undefined }): readonly Config[] {
  const loaded = loadConfig({ text, file, templates: { [template.name]: template }, ...(environment !== undefined && { environment }) });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return loaded.configs;
}

/** Says of every limit where in the file it is exceeded. */
function withPositions<T>(config: Config, synthesis: () => T): T {
  try {
    return synthesis();
  } catch (error) {
    if (!(error instanceof LimitError)) throw error;
    throw new Error(limitProblems(config, error).map(formatProblem).join('\n'), { cause: error });
  }
}
