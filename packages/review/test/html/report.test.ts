/// <reference lib="dom" />
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type Review, review, type Template } from '../../src/index';
import { renderHtml } from '../../src/html/report';
import { EVERYTHING, fullReview, LIMITS } from '../full-review';
import { reordered } from '../json-arbitraries';
import { anyReview, EVIL } from '../review-arbitrary';
import { alarm, input, resource, stack, template } from '../template';
import { describeInBrowser, startBrowser, type TestBrowser } from './browser';

jest.setTimeout(60_000);

const STACKS = [stack(...EVERYTHING)];
const FULL = renderHtml(fullReview(), { stacks: STACKS, headSha: '0123456789', runUrl: 'https://github.com/o/r/actions/runs/1', gate: { state: 'blocked', blocking: 4, how: 'Ask the lead.' } });

const dashboard = (widgets: readonly object[]): Template => template({ Board: resource('AWS::CloudWatch::Dashboard', { DashboardName: 'b', DashboardBody: { 'Fn::Join': ['', [`{"widgets":${JSON.stringify(widgets).slice(0, -1)}`, '],"region":"', { Ref: 'AWS::Region' }, '"}']] } }) });
const widget = (title: string, rest: object = {}, properties: object = {}) => ({ type: 'metric', x: 0, y: 0, width: 12, height: 6, ...rest, properties: { title, ...properties } });
const previewOf = (before: Template, after: Template): string => {
  const stacks = [stack(before, after)];
  return renderHtml(review(input(stacks)), { stacks });
};

describe('renderHtml', () => {
  test('is one file whose policy allows its own style and script alone', () => {
    const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(FULL) ?? [];
    const hashOf = (tag: string) => createHash('sha256').update(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(FULL)?.[1] ?? '').digest('base64');
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hashOf('style')}'; script-src 'sha256-${hashOf('script')}'; base-uri 'none'; form-action 'none'`);
    expect(FULL).not.toMatch(/ style=| on\w+=|<link|<img|<iframe|@import|url\(/);
  });

  test('is the same for the same review, in whatever key order the templates came', () => {
    const stacks = [stack(...(EVERYTHING.map((side) => reordered(side)) as [Template, Template]))];
    expect(renderHtml(review(input(stacks)), { stacks })).toBe(renderHtml(review(input(STACKS)), { stacks: STACKS }));
  });

  test('has a part for each thing there is, and none for what there is not', () => {
    const parts = (page: string) => [...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id);
    expect(parts(FULL)).toEqual(['findings', 'taken', 'permissions', 'coverage', 'notes', 'dashboards', 'cost', 'limits', 'changes']);
    expect(parts(renderHtml(review(input([stack(template({}), template({ A: alarm() }))]))))).toEqual(['findings', 'coverage', 'changes']);
  });

  test('lists limits from the nearest, and every value before and after', () => {
    expect([...renderHtml(fullReview({ limits: LIMITS })).matchAll(/<td>(\d+ %)<\/td>/g)].map(([, share]) => share)).toEqual(['101 %', '82 %', '16 %']);
    expect(FULL).toContain('<td><code>Threshold</code></td><td class="old"><code>500</code></td><td class="new"><code>800</code></td>');
  });

  test('links to nothing but web addresses', () => {
    expect(FULL).toContain('<a href="https://github.com/o/r/actions/runs/1" rel="noopener noreferrer">workflow run</a>');
    expect(renderHtml(fullReview(), { runUrl: 'javascript:alert(1)' })).toContain(' · workflow run</p>');
  });

  test.each(EVIL.map((evil) => [evil.slice(0, 30), evil]))('%j makes no tag and hides nothing', (_start, evil) => {
    const page = renderHtml(fullReview({ name: evil, environment: evil, notes: [{ title: evil, text: evil, code: evil }] }), { gate: { state: 'approved', blocking: 1, approvedBy: evil, approvedAt: evil, how: evil } });
    expect(tagsOf(page)).toEqual(tagsOf(renderHtml(fullReview({ name: 'x', environment: 'x', notes: [{ title: 'x', text: 'x', code: 'x' }] }), { gate: { state: 'approved', blocking: 1, approvedBy: 'x', approvedAt: 'x', how: 'x' } })));
    expect(page).not.toMatch(/[\p{Cf}\u0000-\u0008\u000B-\u001F]/u);
  });

  test('whatever the review, every tag is closed', () => {
    fc.assert(
      fc.property(anyReview, (shown) => {
        expect(unclosedTags(renderHtml(shown))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the preview of a dashboard', () => {
  test('places widgets on 24 columns, by classes, as a policy without inline styles allows', () => {
    const page = previewOf(dashboard([]), dashboard([widget('A', { x: 12, y: 6, width: 12, height: 3 }), widget('B', { x: 99, width: 99, height: -1, y: 'no' })]));
    expect(page).toContain('.c12-12{grid-column:13/span 12}');
    expect(page).toContain('.r6-3{grid-row:7/span 3}');
    // what lies outside of the grid is put inside
    expect(page).toContain('.c0-24{grid-column:1/span 24}\n.c12-12');
    expect(page).toContain('.r9-1{grid-row:10/span 1}');
  });

  test('tells which widgets are new, gone and changed, by their titles', () => {
    const page = previewOf(dashboard([widget('Same'), widget('Gone'), widget('Changed', {}, { stat: 'p90' })]), dashboard([widget('Same'), widget('New'), widget('Changed', {}, { stat: 'p99' })]));
    expect(page).toContain('<code>Board</code> · update · 1 widget removed, 1 widget changed, 1 widget added');
    expect([...page.matchAll(/<span class="mark">(\w+)<\/span><h4>(\w+)<\/h4>/g)].map(([, state, title]) => `${title} ${state}`)).toEqual(['Gone removed', 'Changed changed', 'New added', 'Changed changed']);
  });

  test('names metrics, also in their short forms, expressions, statistics, thresholds, queries, alarms and texts', () => {
    const page = previewOf(
      dashboard([]),
      dashboard([
        widget('M', {}, { view: 'timeSeries', metrics: [['AWS/Lambda', 'Errors', 'FunctionName', 'f', { stat: 'Sum' }], ['.', 'Duration', '.', '.', { label: 'time' }], ['...', 'g'], [{ expression: 'm1/m2', label: 'rate' }]], annotations: { horizontal: [{ label: 'page', value: 500 }, [{ value: 1 }, { value: 2, label: 'band' }]] } }),
        { type: 'text', properties: { markdown: '# Title\n\nsome <b>text</b>' } },
        { type: 'log', properties: { query: "SOURCE '/aws/x' | fields @message" } },
        { type: 'alarm', properties: { title: 'Alarms', alarms: ['arn:aws:cloudwatch:us-east-1:1:alarm:my-alarm', '${Gone.Arn}'] } },
      ]),
    );
    const items = [...page.slice(page.indexOf('class="board"')).matchAll(/<li>([^<]*)<\/li>/g)].map(([, item]) => item);
    expect(items).toEqual(['AWS/Lambda Errors {FunctionName=f} · Sum', 'time: AWS/Lambda Duration {FunctionName=f}', 'AWS/Lambda Duration {FunctionName=g}', 'rate: m1/m2', '# Title', 'some &lt;b&gt;text&lt;/b&gt;', 'SOURCE &#39;/aws/x&#39; | fields @message', 'alarm my-alarm', 'alarm Gone']);
    expect([...page.matchAll(/<p class="threshold"><b>(\w*)<\/b> (\w*)<\/p>/g)].map(([, value, label]) => `${value} ${label}`)).toEqual(['500 page', '1 ', '2 band']);
    expect(page).toContain('<p class="kind">metric · timeSeries</p>');
  });

  test('names alarms of the stack as people know them', () => {
    const body = { 'Fn::Join': ['', ['{"widgets":[{"type":"alarm","properties":{"alarms":["', { 'Fn::GetAtt': ['A', 'Arn'] }, '"]}}]}']] };
    expect(previewOf(template({}), template({ A: alarm(), Board: resource('AWS::CloudWatch::Dashboard', { DashboardBody: body }) }))).toContain('<li>alarm acme-prod-api-latency</li>');
  });

  test('a body that is no JSON, and a dashboard that comes or goes, are drawn from what there is', () => {
    const none = template({ Board: resource('AWS::CloudWatch::Dashboard', { DashboardBody: 'no' }) });
    expect(previewOf(none, dashboard([widget('A')]))).toContain('<figcaption>Before</figcaption><div class="scroll" tabindex="0"><div class="board"></div>');
    expect(previewOf(template({}), dashboard([widget('A')])).match(/<figcaption>/g)).toHaveLength(1);
  });
});

describeInBrowser('the report in Chromium', () => {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  test('asks for nothing and complains of nothing', async () => {
    const { requests, complaints, page } = await browser.open(FULL);
    expect(await page.title()).toBe('Review of card-acquiring · production');
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('the search shows what matches alone, opens the folds it is in, says how much there is, and gives everything back', async () => {
    const { page, complaints } = await browser.open(FULL);
    const seen = () => page.$$eval('[data-entry]', (entries) => entries.filter((entry) => entry.checkVisibility()).map((entry) => (entry.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 40)));
    const before = await seen();
    await page.type('#query', 'RDSCPU');
    expect(await seen()).toEqual(['addedAWS/RDS CPUUtilization of acme-prod', 'add RdsCpu AWS::CloudWatch::Alarm alarms']);
    expect(await page.$eval('#found', (found) => found.textContent)).toMatch(/^2 of \d+ entries$/);
    expect(await page.$eval('#limits', (section) => section.checkVisibility())).toBe(false);
    await page.$eval('#query', (query) => {
      (query as HTMLInputElement).value = '';
      query.dispatchEvent(new Event('input'));
    });
    expect(await seen()).toEqual(before);
    expect(await page.$eval('#found', (found) => found.textContent)).toBe('');
    expect(complaints).toEqual([]);
  });

  test('folds open and close, one and all; a slash goes to the search', async () => {
    const { page } = await browser.open(FULL);
    const open = () => page.$$eval('details[open]', (folds) => folds.length);
    const all = await page.$$eval('details', (folds) => folds.length);
    expect(all).toBeGreaterThan(8);
    await page.click('#close');
    expect(await open()).toBe(0);
    await page.click('#changes summary');
    expect(await open()).toBe(1);
    await page.click('#open');
    expect(await open()).toBe(all);
    await page.$eval('body', (body) => body.focus());
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('query');
  });

  test.each([320, 360, 800])('at %d pixels the page does not scroll sideways', async (width) => {
    const { page } = await browser.open(FULL, { width });
    await page.click('#open');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });

  test.each(['light', 'dark'] as const)('texts have contrast in the %s', async (scheme) => {
    const { page } = await browser.open(FULL, { scheme });
    await page.click('#open');
    const low = await page.$$eval('h1,h2,h3,h4,p,li,td,th,code,summary,a,.badge,.mark,button,label,figcaption', (elements) => {
      const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
      const luminance = (colour: string) => {
        const [red = 0, green = 0, blue = 0] = channels(colour).map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const backOf = (element: Element | null): string => {
        if (!element) return 'rgb(255, 255, 255)';
        const back = getComputedStyle(element).backgroundColor;
        return channels(back)[3] === 0 ? backOf(element.parentElement) : back;
      };
      return elements.flatMap((element) => {
        const [a, b] = [luminance(getComputedStyle(element).color), luminance(backOf(element))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return ratio < 4.5 ? [`${element.tagName}.${element.className}: ${ratio.toFixed(2)}`] : [];
      });
    });
    expect(low).toEqual([]);
    expect(await page.$eval('body', (body) => getComputedStyle(body).backgroundColor)).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)');
  });

  test('has landmarks, one heading of the page, a label for the search, and names for its regions', async () => {
    const { page } = await browser.open(FULL);
    const tree = await page.accessibility.snapshot({ interestingOnly: false });
    const roles: string[] = [];
    const visit = (node: typeof tree): void => {
      if (node === null) return;
      if (['banner', 'main', 'contentinfo', 'navigation', 'search', 'region', 'searchbox', 'heading'].includes(node.role) && (node.role !== 'heading' || node.level === 1)) roles.push(`${node.role} ${node.name ?? ''}`.trim());
      (node.children ?? []).forEach(visit);
    };
    visit(tree);
    expect(roles.filter((role) => !role.startsWith('region'))).toEqual(['banner', 'heading Blocked: 1 table replaced, 1 alarm lost, 1 alarm loosened, 1 more', 'search', 'searchbox Search', 'navigation Parts of the review', 'main', 'contentinfo']);
    expect(roles.filter((role) => role.startsWith('region'))).toHaveLength(9);
  });

  test('hostile texts stand there as text, and none of them runs', async () => {
    const evil = EVIL.filter(({ length }) => length < 1_000).join(' ');
    const [before, after] = [template({ [evil]: alarm({ AlarmName: evil }) }), template({ Board: resource('AWS::CloudWatch::Dashboard', { DashboardBody: JSON.stringify({ widgets: [widget(evil, { type: evil }, { metrics: [[evil, evil]], annotations: { horizontal: [{ label: evil, value: evil }] } })] }) }) })];
    const stacks = [stack(before, after, { stackName: evil, region: evil })];
    const shown: Review = { ...fullReview(), ...review(input(stacks, { name: evil, environment: evil, template: evil, notes: [{ title: evil, text: evil, code: evil }] })) };
    const { page, complaints, requests } = await browser.open(renderHtml(shown, { stacks, headSha: evil, runUrl: evil }));
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    expect(await page.$$eval('script,img,iframe,object', (elements) => elements.map((element) => element.tagName))).toEqual(['SCRIPT']);
    expect(await page.$eval('#dashboards h4', (title) => title.textContent)).toContain('<script>alert(1)</script>');
    expect(await page.$eval('#notes pre', (block) => block.textContent)).toContain('[U+202E]evil');
  });

  test('a report of a thousand alarms opens and is searched', async () => {
    const many = (threshold: number) => template(Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`Alarm${index}`, alarm({ AlarmName: `a-${index}`, Threshold: threshold }, `alarms.a${index}`)])));
    const { page } = await browser.open(renderHtml(review(input([stack(many(500), many(600))]))));
    await page.type('#query', 'a-777 ');
    expect(await page.$eval('#found', (found) => found.textContent)).toBe('1 of 2000 entries');
  });
});

/** Tags that are not closed where they should be. */
function unclosedTags(page: string): string[] {
  const open: string[] = [];
  for (const [tag, end, name = ''] of page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').matchAll(/<(\/?)([a-z]\w*)[^>]*?(?<!\/)>/g)) {
    if (['meta', 'input', 'br'].includes(name)) continue;
    if (end === '') open.push(name);
    else if (open.pop() !== name) return [`${tag} closes nothing`];
  }
  return open;
}

/** Names of the tags of a page, in their order. */
function tagsOf(page: string): string[] {
  return [...page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').matchAll(/<\/?([a-zA-Z]\w*)/g)].map(([tag]) => tag);
}
