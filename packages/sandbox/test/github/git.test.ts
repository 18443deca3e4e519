import { changedFiles, mergeBase, mergeTrees, writeBlob, writeCommit, type GitObjects } from '../../src/github/git';

describe('changedFiles', () => {
  test.each([
    ['one of two equal lines removed', 'a\na\n', 'a\n', 0, 1],
    ['one of two equal lines added', 'a\n', 'a\na\n', 1, 0],
    ['a line in the middle changed', 'a\nb\nc\n', 'a\nx\nc\n', 1, 1],
    ['lines swapped', 'a\nb\n', 'b\na\n', 1, 1],
    ['everything changed', 'a\nb\n', 'x\n', 1, 2],
    ['from empty', '', 'a\nb\n', 2, 0],
  ])('%s', (_, before, after, additions, deletions) => {
    const objects: GitObjects = { commits: {}, blobs: {} };
    const tree = (text: string) => ({ file: writeBlob(objects, text) });
    expect(changedFiles(objects, tree(before), tree(after))).toMatchObject([{ filename: 'file', status: 'modified', additions, deletions, changes: additions + deletions }]);
  });
});

describe('mergeTrees', () => {
  test.each([
    ['both sides changed different files', { a: '1', b: '1' }, { a: '2', b: '1' }, { a: '1', b: '2' }, { a: '2', b: '2' }],
    ['both made the same change', { a: '1' }, { a: '2' }, { a: '2' }, { a: '2' }],
    ['one side deleted what the other left', { a: '1', b: '1' }, { b: '1' }, { a: '1', b: '1' }, { b: '1' }],
    ['both changed a file', { a: '1' }, { a: '2' }, { a: '3' }, undefined],
    ['one deleted what the other changed', { a: '1' }, {}, { a: '2' }, undefined],
    ['both added a file', {}, { a: '1' }, { a: '2' }, undefined],
  ])('%s', (_, base, ours, theirs, merged) => {
    expect(mergeTrees(base, ours, theirs)).toEqual(merged);
  });
});

describe('mergeBase', () => {
  const objects: GitObjects = { commits: {}, blobs: {} };
  const commit = (message: string, ...parents: string[]) => writeCommit(objects, { network: 1, parents, tree: {}, message, author: 'a', date: '2026-08-01T00:00:00Z' }).sha;
  const root = commit('root');
  const [left, right] = [commit('left', root), commit('right', root)];
  const merge = commit('merge', left, right);

  test.each([
    ['two branches', left, right, root],
    ['an ancestor', root, merge, root],
    ['after a merge', merge, commit('later', right), right],
    ['unrelated histories', left, commit('other root'), undefined],
  ])('%s', (_, a, b, expected) => {
    expect(mergeBase(objects, a, b)?.sha).toBe(expected);
  });
});
