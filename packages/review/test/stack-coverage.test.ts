import { reviewedStack, stackCoverage, type MergedStackReview, type StackInput, type Template } from '../src/index';
import { alarm, logGroup, resource, stack, template } from './template';

type Resources = Readonly<Record<string, unknown>>;

const reviewOf = (before: Resources | undefined, after: Resources, isStale = false, rest: Partial<StackInput> = {}): MergedStackReview => ({
  stack: reviewedStack(stack(before && template(before), template(after), rest), '1.0.0'),
  isStale,
});
const coverage = (before: Resources | undefined, after: Resources, reviews: readonly MergedStackReview[], version = '1.0.0') =>
  stackCoverage(stack(before && template(before), template(after)), version, reviews);
const COVERED = { covered: true };

const [base, a, b] = [{ A: alarm(), L: logGroup() }, { A: alarm({ Threshold: 400 }) }, { N: resource('AWS::XRay::Group') }];
const reviewOfA = reviewOf(base, { ...base, ...a });
const reviewOfB = reviewOf(base, { ...base, ...b });

describe('what is left to do is covered', () => {
  test.each([
    ['by the one review that showed it', coverage(base, { ...base, ...a }, [reviewOfA])],
    ['when nothing is left, by no review at all', coverage(base, base, [])],
    ['by several reviews, merged before one deployment', coverage(base, { ...base, ...a, ...b }, [reviewOfA, reviewOfB])],
    ['by a review of before another one was deployed', coverage({ ...base, ...a }, { ...base, ...a, ...b }, [reviewOfB])],
    ['when a part of it is done already', coverage({ ...base, ...a }, { ...base, ...a, ...b }, [reviewOfA, reviewOfB])],
    ['by a review against the base branch\'s file that foretold it', coverage(base, { ...base, ...a }, [reviewOf(base, { ...base, ...a }, false, { baselineKind: 'base-file' })])],
    ['when two reviews changed the same resource in different properties', coverage(base, { ...base, A: alarm({ Threshold: 400, Period: 300 }) }, [reviewOfA, reviewOf(base, { ...base, A: alarm({ Period: 300 }) })])],
    ['when one changed a property and the other replaced the resource', coverage(base, { ...base, L: logGroup({ LogGroupName: '/new', RetentionInDays: 731 }) }, [reviewOf(base, { ...base, L: logGroup({ RetentionInDays: 731 }) }), reviewOf(base, { ...base, L: logGroup({ LogGroupName: '/new' }) })])],
    ['by a stale review that showed exactly this', coverage(base, { ...base, ...a }, [{ ...reviewOfA, isStale: true }])],
    ['by a review with another version of the action that made the same', coverage(base, { ...base, ...a }, [reviewOfA], '2.0.0')],
  ])('%s', (_case, answer) => {
    expect(answer).toEqual(COVERED);
  });
});

describe('what nobody saw', () => {
  const THRESHOLD = { name: 'A', type: 'AWS::CloudWatch::Alarm', action: 'update', path: 'Threshold' };
  const GROUP = { name: 'N', type: 'AWS::XRay::Group', action: 'add' };
  const OTHER_TEMPLATE = 'the template to deploy is not the one that was reviewed';

  test.each([
    ['without any review', coverage(base, { ...base, ...a }, []), [], [THRESHOLD]],
    ['beside what a review showed', coverage(base, { ...base, ...a, ...b }, [reviewOfB]), [OTHER_TEMPLATE], [THRESHOLD]],
    ['after overlapping merges, the first of which is deployed', coverage({ ...base, ...a }, { ...base, A: alarm({ Threshold: 300 }) }, [reviewOf(base, { ...base, A: alarm({ Threshold: 300 }) })]), ['the stack was changed since the review, so deploying does something the review did not show'], [THRESHOLD]],
    ['from a stale review, piece by piece', coverage(base, { ...base, ...b }, [reviewOf(base, { ...base, ...a, ...b }, true)]), [OTHER_TEMPLATE, 'the review is of an earlier commit than the one that was merged'], [GROUP]],
    ['when the resource is replaced, which the review showed as an update', coverage({ L: logGroup({ LogGroupName: '/old' }) }, { L: logGroup() }, [reviewOf({ L: logGroup() }, { L: logGroup() })]), ['the stack was changed since the review, so deploying does something the review did not show'], [{ name: 'L', type: 'AWS::Logs::LogGroup', action: 'replace' }, { name: 'L', type: 'AWS::Logs::LogGroup', action: 'replace', path: 'LogGroupName' }]],
    ['when another version of the action makes something else', coverage(base, { ...base, ...a }, [reviewOfB], '2.0.0'), [`${OTHER_TEMPLATE} (the action moved from 1.0.0 to 2.0.0 since the review)`], [THRESHOLD]],
  ])('%s', (_case, answer, reasons, unseen) => {
    expect(answer).toEqual({ covered: false, reasons, unseen });
  });

  test('is said of outputs by part and name', () => {
    const before: Template = template(base, { Outputs: { Topic: { Value: '1' } } });
    const after: Template = template(base, { Outputs: { Topic: { Value: '2' } } });
    expect(stackCoverage(stack(before, after), '1.0.0', [])).toEqual({ covered: false, reasons: [], unseen: [{ name: 'Outputs.Topic', action: 'update' }] });
  });
});

describe('pieces', () => {
  const many = (count: number): Resources => Object.fromEntries(Array.from({ length: count }, (_, index) => [`G${index}`, resource('AWS::XRay::Group')]));

  test('a resource with nine changed properties is covered as a whole or not at all', () => {
    const tags = (count: number, value: string) => ({ G: resource('AWS::XRay::Group', Object.fromEntries(Array.from({ length: count }, (_, index) => [`P${index}`, value]))) });
    expect(reviewOf(tags(8, 'x'), tags(8, 'y')).stack.pieces).toHaveLength(8);
    expect(reviewOf(tags(9, 'x'), tags(9, 'y')).stack.pieces).toHaveLength(1);
  });

  test('1,200 changes are kept in 18 kilobytes, of 1,201 only the whole', () => {
    expect(JSON.stringify(reviewOf({}, many(1_200)).stack.pieces).length).toBeLessThanOrEqual(18_001);
    const large = reviewOf({}, many(1_201));
    expect(large.stack.pieces).toBeUndefined();
    expect(coverage({}, many(1_201), [large])).toEqual(COVERED);
    expect(coverage({}, many(1_200), [large])).toMatchObject({ covered: false });
  });
});
