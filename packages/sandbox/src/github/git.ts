import { createHash } from 'node:crypto';
import { type CommitRecord } from './state';

/** Commits and blobs by sha; a repository and its forks share them. */
export interface GitObjects {
  readonly commits: Record<string, CommitRecord>;
  readonly blobs: Record<string, string>;
}

export type Tree = Readonly<Record<string, string>>;
export interface NewCommit {
  /** Commits of unrelated repositories never share a sha. */
  readonly network: number;
  readonly parents: readonly string[];
  readonly tree: Tree;
  readonly message: string;
  readonly author: string;
  readonly date: string;
}

/** Stores text and returns its sha, the one git itself computes. */
export function writeBlob(objects: GitObjects, text: string): string {
  const sha = createHash('sha1').update(`blob ${Buffer.byteLength(text)}\0`).update(text).digest('hex');
  objects.blobs[sha] = text;
  return sha;
}

export function readBlob(objects: GitObjects, sha: string): string {
  const text = objects.blobs[sha];
  if (text === undefined) throw new Error(`no blob ${sha}`);
  return text;
}

export function writeCommit(objects: GitObjects, { network, ...commit }: NewCommit): CommitRecord {
  const tree = Object.fromEntries(Object.entries(commit.tree).sort(([a], [b]) => (a < b ? -1 : 1)));
  const sha = createHash('sha1').update(JSON.stringify([network, commit.parents, tree, commit.message, commit.author, commit.date])).digest('hex');
  return (objects.commits[sha] ??= { sha, ...commit, tree });
}

export function readCommit(objects: GitObjects, sha: string): CommitRecord {
  const commit = objects.commits[sha];
  if (commit === undefined) throw new Error(`no commit ${sha}`);
  return commit;
}

/** A commit and all its ancestors, newest first; each commit stands before its parents. */
export function history(objects: GitObjects, sha: string): CommitRecord[] {
  const seen = new Set<string>();
  const oldestFirst: CommitRecord[] = [];
  const pending: { sha: string; parentsDone: boolean }[] = [{ sha, parentsDone: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const commit = readCommit(objects, next.sha);
    if (next.parentsDone) oldestFirst.push(commit);
    else if (!seen.has(next.sha)) {
      seen.add(next.sha);
      pending.push({ sha: next.sha, parentsDone: true }, ...[...commit.parents].reverse().map((parent) => ({ sha: parent, parentsDone: false })));
    }
  }
  return oldestFirst.reverse();
}

/** What `head` has and `base` has not, newest first (`git log base..head`). */
export function commitsBetween(objects: GitObjects, base: string, head: string): CommitRecord[] {
  const known = new Set(history(objects, base).map((commit) => commit.sha));
  return history(objects, head).filter((commit) => !known.has(commit.sha));
}

/** The nearest common ancestor, or undefined when the histories are unrelated. */
export function mergeBase(objects: GitObjects, a: string, b: string): CommitRecord | undefined {
  const ofA = new Set(history(objects, a).map((commit) => commit.sha));
  return history(objects, b).find((commit) => ofA.has(commit.sha));
}

/** Three-way merge; undefined on a conflict. `mergeBlobs` merges a file that both sides changed, without it that is a conflict. */
export function mergeTrees(base: Tree, ours: Tree, theirs: Tree, mergeBlobs?: (base: string, ours: string, theirs: string) => string | undefined): Tree | undefined {
  const merged: Record<string, string> = {};
  for (const path of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [inBase, inOurs, inTheirs] = [base[path], ours[path], theirs[path]];
    const isChangedTwice = inOurs !== inTheirs && inOurs !== inBase && inTheirs !== inBase;
    const both = isChangedTwice && inBase !== undefined && inOurs !== undefined && inTheirs !== undefined ? mergeBlobs?.(inBase, inOurs, inTheirs) : undefined;
    if (isChangedTwice && both === undefined) return undefined;
    const kept = both ?? (inOurs === inBase ? inTheirs : inOurs);
    if (kept !== undefined) merged[path] = kept;
  }
  return merged;
}

export interface FileChange {
  readonly filename: string;
  readonly status: 'added' | 'removed' | 'modified';
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  readonly changes: number;
}

/** Changed files by path. A rename is a removal and an addition. */
export function changedFiles(objects: GitObjects, before: Tree, after: Tree): FileChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]).sort();
  return paths.map((filename) => {
    const [old, now] = [before[filename], after[filename]];
    const { additions, deletions } = countLines(old === undefined ? '' : readBlob(objects, old), now === undefined ? '' : readBlob(objects, now));
    const status = old === undefined ? 'added' : now === undefined ? 'removed' : 'modified';
    return { filename, status, sha: now ?? old ?? '', additions, deletions, changes: additions + deletions };
  });
}

function countLines(before: string, after: string): { additions: number; deletions: number } {
  const [a, b] = [lines(before), lines(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const kept = start + end + longestCommon(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return { additions: b.length - kept, deletions: a.length - kept };
}

function lines(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    for (let i = 0; i < b.length; i += 1) next.push(line === b[i] ? (row[i] ?? 0) + 1 : Math.max(row[i + 1] ?? 0, next[i] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}
