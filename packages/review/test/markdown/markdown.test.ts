import fc from 'fast-check';
import { code, codeBlock, details, link, md, table, tableRow, text, Markdown } from '../../src/markdown/markdown';
import { mentions, structureFaults } from './structure';

const zws = '\u200B';

describe('text', () => {
  test.each([
    ['plain', 'Alarm acme-prod-api is removed', 'Alarm acme-prod-api is removed'],
    ['emphasis', '*a* _b_ ~c~', '\\*a\\* \\_b\\_ \\~c\\~'],
    ['HTML', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['an entity', '&lt;', '&amp;lt;'],
    ['a link', '[a](b)', '\\[a\\](b)'],
    ['a mention', 'ping @acme/team', `ping @${zws}acme/team`],
    ['an issue', 'see #12 and GH-7', `see #${zws}12 and GH-${zws}7`],
    ['a web address', 'https://x.y and www.x.y', `https:${zws}//x.y and www${zws}.x.y`],
    ['a pipe and lines', 'a|b\r\n\r\nc', 'a&#124;b c'],
    ['mathematics', '$x$', '<span>$</span>x<span>$</span>'],
    ['backticks and backslashes', '`a\\`', '\\`a\\\\\\`'],
    ['a list', '- a', '\\- a'],
    ['a numbered list', '12. a', `12${zws}. a`],
    ['an underline', '===', '\\==='],
    ['a heading', '# a', `#${zws} a`],
    ['text that turns direction', 'a\u202Eb\u2066c', 'a\\[U+202E\\]b\\[U+2066\\]c'],
    ['control characters', '\u0000\u001B[31m', '\\[U+0000\\]\\[U+001B\\]\\[31m'],
    ['half a surrogate pair', '\uD800', '\\[U+D800\\]'],
  ])('%s', (_case, given, expected) => {
    expect(text(given).source).toBe(expected);
  });
});

describe('code', () => {
  test.each([
    ['plain', '/aws/payment', '`/aws/payment`'],
    ['a mention stays as it is', '@team', '`@team`'],
    ['backticks', 'a`b``c', '```a`b``c```'],
    ['a backtick at the edge', '`a', '`` `a ``'],
    ['spaces at the edge', ' a ', '`  a  `'],
    ['nothing', '', '<code></code>'],
    ['a pipe', 'a|*b*', '<code>a&#124;\\*b\\*</code>'],
    ['lines and tabs', 'a\r\nb\tc', '`a↵b→c`'],
    ['text that turns direction', 'a\u202Eb', '`a[U+202E]b`'],
  ])('%s', (_case, given, expected) => {
    expect(code(given).source).toBe(expected);
  });
});

test('codeBlock has a fence longer than any in its text', () => {
  expect(codeBlock('a\n````\nb\u202E', 'json').source).toBe('`````json\na\n````\nb[U+202E]\n`````\n');
});

test.each([
  ['https://github.com/a/b?x=(1)', '[run](https://github.com/a/b?x=%281%29)'],
  ['javascript:alert(1)', 'run'],
  ['no address', 'run'],
])('link to %s', (url, expected) => {
  expect(link('run', url).source).toBe(expected);
});

test('a template literal escapes what is not Markdown yet', () => {
  expect(md`**${'*a*'}** ${code('b')} ${3}`.source).toBe('**\\*a\\*** `b` 3');
});

test('a summary shows its text without backslashes', () => {
  expect(details('a_b </summary> @x', md`body`).source).toBe(`<details><summary>a_b &lt;/summary&gt; @${zws}x</summary>\n\nbody\n</details>\n\n`);
  expect(details('a', md``, true).source).toBe('<details open><summary>a</summary>\n\n\n</details>\n\n');
});

test('a table row refuses a cell that would break it, and a wrong number of cells', () => {
  expect(() => tableRow([new Markdown('a|b')])).toThrow('table row: expected 1 cells without pipes and line breaks, found ["a|b"]');
  expect(() => table(['a', 'b'], [[text('x')]])).toThrow('table row: expected 2 cells without pipes and line breaks, found ["x"]');
});

const hostile = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom('|', '`', '``', '\\', '\n', '\r\n\r\n', '</details>', '<summary>', '<!--', '-->', '```', '@acme', '#1', '[x](y)', '$', '\u202E', '*', '_', ' ', 'a', ']]>', '~~~', '&#124;'), { maxLength: 12 }).map((parts) => parts.join('')),
);

describe('whatever users write', () => {
  test('tables, folds and fences stay whole and nobody is mentioned', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (a, b, c) => {
        const source = details(a, md`${b} ${code(c)}\n\n${table([a, 'x'], [[text(b), code(c)], [code(a), md`${text(c)}<br>${code(b)}`]])}${codeBlock(c)}\n${codeBlock(a, 'json')}`).source;
        expect(structureFaults(source)).toEqual([]);
        expect(mentions(source)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('nothing invisible is left but our own zero-width space', () => {
    fc.assert(fc.property(hostile, (value) => expect(`${text(value).source}${code(value).source}`.replaceAll(zws, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)));
  });
});
