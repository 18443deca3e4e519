import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { formatProblem, loadConfig, type TemplateDefaults } from '@payment-observability/config';
import type { App } from 'aws-cdk-lib/core';
import { buildApp, type BuildOptions } from './build-app';

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
export function templateApp(template: TemplateDefaults, text: string, { file = 'observability.yml', environment, ...options }: TemplateAppOptions = {}): App {
  const loaded = loadConfig({ text, file, templates: { [template.name]: template }, ...(environment !== undefined && { environment }) });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return buildApp(loaded.configs, options);
}

/** What a template's main.ts does: synthesizes `[file [environment]]`, or prints what is wrong and exits with 1. */
export function runTemplate(template: TemplateDefaults, [file = 'observability.yml', environment]: readonly string[]): void {
  try {
    templateApp(template, readFileSync(file, 'utf8'), { file: basename(file), ...(environment !== undefined && { environment }) }).synth();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
