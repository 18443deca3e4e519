import fc from 'fast-check';
import { byteLength, fit, type Group, type Leaf, type Piece } from '../../src/markdown/budget';

const leaf = (source: string, rank = 1, weight = 1): Leaf => ({ kind: 'leaf', source, rank, weight });
const group = (open: string, children: readonly Piece[], rest: Partial<Group> = {}): Group => ({ kind: 'group', open, close: `</${open}>`, children, more: (count) => `+${count}`, ...rest });

describe('fit', () => {
  test('shows everything when there is room, in the given order', () => {
    expect(fit(group('r', [leaf('b', 2), group('g', [leaf('a', 1)])]), 100)).toBe('rbga</g></r>');
  });

  test('takes the most important first, and counts the rest where it is missing', () => {
    // r</r> +3 g</g> +2 leave room for two of the three
    const root = group('r', [leaf('LATE', 3), group('g', [leaf('aaaa', 1), leaf('bbbb', 2)])]);
    expect(fit(root, 22)).toBe('rgaaaabbbb</g>+1</r>');
    expect(fit(root, 21)).toBe('rgaaaa+1</g>+1</r>');
  });

  test('a frame that is not shown is counted by the one around it, unless it counts itself', () => {
    expect(fit(group('r', [group('g', [leaf('aaaa'), leaf('b')])]), 10)).toBe('r+2</r>');
    const itself = group('g', [leaf('aaaa'), leaf('b')], { countsItself: true, more: (count) => `(${count})` });
    expect(fit(group('r', [leaf('x'), leaf('yyyyyyyyy'), itself]), 14)).toBe('rx(2)+1</r>');
    expect(fit(group('r', [group('o', [leaf('x'), itself])]), 14)).toBe('r+1</r>');
  });

  test('cuts a list at its end: after one that does not fit, no smaller one slips in', () => {
    expect(fit(group('r', [leaf('a'), leaf('bbbbbbbbbbbbbbbb'), leaf('c')]), 12)).toBe('ra+2</r>');
  });

  test('counts bytes, not characters', () => {
    expect(fit(group('r', [leaf('öö')]), 10)).toBe('r+1</r>');
    expect(fit(group('r', [leaf('öö')]), 11)).toBe('röö</r>');
  });

  test('refuses a budget that does not hold what is always shown, and says what would', () => {
    const root = group('r', [leaf('mandatory', 0, 0)]);
    expect(() => fit(root, 15)).toThrow(new RangeError('a budget of 15 bytes does not hold the parts that are always shown; give at least 16'));
    expect(fit(root, 16)).toBe('rmandatory</r>');
  });

  test('keeps to the importance: after one that does not fit, nothing less important takes its room', () => {
    const root = group('r', [group('g', [leaf('a'.repeat(40), 1)]), leaf('small', 2)]);
    expect(fit(root, 30)).toBe('r+2</r>');
  });

  test('never passes the budget, shows or counts every entry, and leaves out nothing more important than what it shows', () => {
    const piece = fc.letrec<{ piece: Piece }>((tie) => ({
      piece: fc.oneof(
        { depthSize: 'small' },
        fc.tuple(fc.constantFrom('', 'öö', 'o'.repeat(40)), fc.integer({ min: 1, max: 4 })).map(([filling, rank]) => leaf(`•${rank}${filling}`, rank)),
        fc.array(tie('piece'), { maxLength: 5 }).map((children) => group('{', children, { close: '}' })),
      ),
    })).piece;
    // deeper down, what counts itself belongs to an entry that is counted already, as the properties of a change do
    const child = fc.tuple(piece, fc.boolean()).map(([made, countsItself]) => (made.kind === 'leaf' ? made : { ...made, countsItself }));
    fc.assert(
      fc.property(fc.array(child, { maxLength: 8 }), fc.integer({ min: 60, max: 400 }), (children, budget) => {
        const root = group('{', children, { close: '}' });
        // the frame of the root alone may be larger than the smallest budgets
        fc.pre(fits(root, budget));
        const shown = fit(root, budget);
        expect(byteLength(shown)).toBeLessThanOrEqual(budget);
        expect(shown.split('{')).toHaveLength(shown.split('}').length);
        const counted = [...shown.matchAll(/\+(\d+)/g)].reduce((total, [, count]) => total + Number(count), 0);
        const [all, told] = [ranksOf(root), [...shown.matchAll(/•(\d)/g)].map(([, rank]) => Number(rank))];
        expect(told.length + counted).toBe(all.length);
        const missing = all.toSorted((a, b) => a - b).filter((rank) => count(all, rank) > count(told, rank));
        expect(Math.max(0, ...told)).toBeLessThanOrEqual(missing[0] ?? Infinity);
      }),
      { numRuns: 2_000 },
    );
  });
});

const fits = (root: Group, budget: number): boolean => {
  try {
    fit(group(root.open, root.children, { close: root.close }), budget);
    return true;
  } catch {
    return false;
  }
};
const count = (ranks: readonly number[], wanted: number): number => ranks.filter((rank) => rank === wanted).length;
const ranksOf = (piece: Piece): number[] => (piece.kind === 'leaf' ? [piece.rank] : piece.children.flatMap(ranksOf));
