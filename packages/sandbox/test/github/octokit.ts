import { type Octokit as OctokitClass } from 'octokit';

export type Octokit = OctokitClass;

/** The real client; a test file that uses it names octokit-environment.ts as its `@jest-environment`. */
export const { Octokit } = globalThis as unknown as { Octokit: typeof OctokitClass };
