import { codesOf, testedCodes } from '../../build/row-codes';

test.each([
  ['A9 alarm api-high-errors', ['A9']],
  ['P40 P41 a metric alarm is posted', ['P40', 'P41']],
  ['M26–M28 three Regions', ['M26', 'M27', 'M28']],
  ['S28–30: contributors', ['S28', 'S29', 'S30']],
  ['R21, R22: routing', ['R21', 'R22']],
  ['R21/R22 routing', ['R21', 'R22']],
  ['M1', ['M1']],
  ['the alarm of A9', []],
  ['S3-like storage', []],
  ['A9alarm', []],
  ['G15 a secret', []],
])('the title "%s" carries %j', (title, codes) => {
  expect(codesOf(title)).toEqual(codes);
});

test.each([
  ['a test', "test('P1 settings', () => {});", ['P1']],
  ['it', "it('P1 settings', () => {});", ['P1']],
  ['a template without placeholder', 'test(`P1 settings`, () => {});', ['P1']],
  ['a table of literals', "test.each([['P1', 1], ['P2', 2]])('%s is %i', (row) => {});", ['P1', 'P2']],
  ['a table of texts', "test.each(['P1', 'P2'])('%s', (row) => {});", ['P1', 'P2']],
  ['a table of objects', "test.each([{ a: 'P9', row: 'P1' }])('$row: sources', ({ row }) => {});", ['P1']],
  ['a constant table', "const ROWS = [['P1'], ['P2']] as const;\ntest.each(ROWS)('%s', () => {});", ['P1', 'P2']],
  ['rows that are constants', "const A = ['P1', 1];\ntest.each([A])('%s', () => {});", ['P1']],
  ['a typed table', "test.each<[string]>([['P1']])('%s', () => {});", ['P1']],
  ['a title before a table', "test.each([[401], [403]])('P41 refused with %i', () => {});", ['P41']],
  ['a group, through the tests within', "describe('P2 tags', () => { test('on everything', () => {}); });", ['P2']],
  ['a group of a table', "describe.each([['P3'], ['P4']])('%s', () => { test('is encrypted', () => {}); });", ['P3', 'P4']],
  ['a group without tests', "describe('P2 tags', () => {});", []],
  ['what is skipped', "test.skip('P1 settings', () => {}); describe.skip('P2', () => { test.todo('P3'); });", []],
  ['a code elsewhere', "// P1\nconst title = 'P2';\ntest('of P3', () => { expect('P4').toBe('P4'); });", []],
  ['a placeholder in the middle', "test.each([['P1']])('the row %s', () => {});", []],
])('codes of %s', (_, text, codes) => {
  expect([...testedCodes(text)]).toEqual(codes);
});
