import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { review } from '../../src/index';
import { reviewJsonSchema, reviewJsonText, toReviewJson } from '../../src/machine/machine';
import { EVERYTHING, fullReview } from '../full-review';
import { anyReview, EVIL } from '../review-arbitrary';
import { alarm, input, stack, template } from '../template';

const ajv = new Ajv2020({ strict: true, allErrors: true });
const [published, strict] = [ajv.compile(reviewJsonSchema()), ajv.compile(reviewJsonSchema({ isStrict: true }))];

/** What the schema says against the text of a file. */
const faultsOf = (text: string, validate = strict): unknown[] => (validate(JSON.parse(text)) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) => ({ instancePath, message, params })));

describe('review.json', () => {
  test.each([
    ['everything', fullReview()],
    ['a first deployment', review(input([stack(undefined, template({ A: alarm() }))]))],
    ['no change', review(input([stack(template({}), template({}))]))],
    ['several stacks, one of an account, one removed', review(input([stack(...EVERYTHING, { account: '111122223333' }), stack(template({ A: alarm() }, { Outputs: { O: { Value: 1 } } }), undefined, { stackId: 'us-east-1' })]))],
  ])('%s is as its schema says, with no key that it leaves out', (_case, shown) => {
    expect(faultsOf(reviewJsonText(shown))).toEqual([]);
    expect(faultsOf(reviewJsonText(shown), published)).toEqual([]);
  });

  test('whatever the review', () => {
    fc.assert(fc.property(anyReview, (shown) => expect(faultsOf(reviewJsonText(shown))).toEqual([])), { numRuns: 100 });
  });

  test('the schema refuses another version, a verdict it does not know and a finding without a title, and lets a later key pass', () => {
    const of = (change: object) => JSON.stringify({ ...toReviewJson(fullReview()), ...change });
    expect(faultsOf(of({ schemaVersion: 2 }), published)).toMatchObject([{ instancePath: '/schemaVersion', message: 'must be equal to constant' }]);
    expect(faultsOf(of({ verdict: 'fine' }), published)).toMatchObject([{ instancePath: '/verdict', message: 'must be equal to one of the allowed values' }]);
    expect(faultsOf(of({ findings: [{ id: 'x', severity: 'info', group: 'data', why: '', stackId: '' }] }), published)).toMatchObject([{ instancePath: '/findings/0', message: "must have required property 'title'" }]);
    expect(faultsOf(of({ later: 1 }), published)).toEqual([]);
    expect(faultsOf(of({ later: 1 }))).toMatchObject([{ params: { additionalProperty: 'later' } }]);
  });

  test('holds the review as it is, behind the version of its shape', () => {
    const shown = fullReview();
    expect(Object.keys(toReviewJson(shown))[0]).toBe('schemaVersion');
    expect(JSON.parse(reviewJsonText(shown))).toEqual({ schemaVersion: 1, ...JSON.parse(JSON.stringify(shown)) as object });
  });

  test.each(EVIL.map((evil) => [evil.slice(0, 30), evil]))('%j comes out as it went in, and no byte of it is invisible', (_start, evil) => {
    const text = reviewJsonText(fullReview({ name: evil }));
    expect((JSON.parse(text) as { name: string }).name).toBe(evil);
    expect(text).not.toMatch(/[\p{Cf}\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029]/u);
  });
});
