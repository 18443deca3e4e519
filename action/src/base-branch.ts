import type { Note } from '@payment-observability/review';
import type { RunContext } from './run-context';

/** The configuration file on the base branch: at its tip, and where this change takes it from. */
export interface BaseFile {
  /** Now, at the tip of the branch. */
  readonly tipText: string | undefined;
  /** At the commit that the change under review was merged with, or comes after in a merge queue. */
  readonly text: string | undefined;
}

/** Reads the base branch's file; a push and a merge group have the default branch or their target. */
export async function readBaseFile({ github, event, inputs }: RunContext): Promise<BaseFile> {
  const { pullRequest, mergeGroup, defaultBranch } = event;
  const tip = github.fileAt(inputs.configFile, pullRequest?.baseRef ?? mergeGroup?.baseRef ?? defaultBranch);
  if (!pullRequest && !mergeGroup) return { tipText: await tip, text: await tip };
  const [tipText, text] = await Promise.all([tip, mergeBaseOf().then((sha) => github.fileAt(inputs.configFile, sha))]);
  return { tipText, text };

  /** The event's own base is the tip when the head was last pushed; the test merge may hold a later one. */
  async function mergeBaseOf(): Promise<string> {
    if (mergeGroup) return mergeGroup.baseSha;
    const { headSha = '', baseSha = '' } = pullRequest ?? {};
    const [base, head] = event.sha === headSha ? [] : await github.parentsOf(event.sha);
    return base !== undefined && head === headSha ? base : baseSha;
  }
}

/** What a reader has to know when the base branch's file is not the one any more that the change was merged with. */
export function movedBaseNotes({ tipText, text }: BaseFile, configFile: string, baseRef: string): readonly Note[] {
  if (tipText === text) return [];
  return [{ title: `${configFile} has changed on ${baseRef} since`, text: `This review does not hold what ${baseRef} has got since then. Update the branch to see what the merge would do.` }];
}
