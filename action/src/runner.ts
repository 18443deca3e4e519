import * as core from '@actions/core';
import type { OutputName } from './outputs';

/** Position of an annotation in a file of the repository; lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What the action tells the Actions runner. */
export interface Runner {
  info(line: string): void;
  group<T>(title: string, body: () => Promise<T>): Promise<T>;
  annotate(level: 'error' | 'warning' | 'notice', message: string, position?: Position): void;
  setOutput(name: OutputName, value: string | boolean): void;
  writeSummary(markdown: string): Promise<void>;
  idToken(audience: string): Promise<string>;
  /** Keeps a value out of the log, also out of what other tools of the job print. */
  mask(secret: string): void;
}

export const actionsRunner: Runner = {
  info: core.info,
  group: core.group,
  annotate(level, message, position) {
    core[level](message, position && { file: position.file, startLine: position.line, startColumn: position.column });
  },
  setOutput: (name, value) => core.setOutput(name, String(value)),
  writeSummary: async (markdown) => {
    await core.summary.addRaw(markdown, true).write();
  },
  idToken: (audience) => core.getIDToken(audience),
  mask: core.setSecret,
};
