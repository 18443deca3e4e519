import fc from 'fast-check';
import { compareReviewed, digest, stackDigests, type Digests, type StackInput, type Template } from '../src/index';
import { propertyValue, reordered } from './json-arbitraries';
import { alarm, logGroup, stack, template } from './template';

const digestsOf = (before: Template | undefined, after: Template | undefined, rest: Partial<StackInput> = {}, version = '1.0.0'): Digests => stackDigests(stack(before, after, rest), version);

const [old, base, wanted, hand] = [template({ A: alarm() }), template({ A: alarm({ Threshold: 450 }) }), template({ A: alarm({ Threshold: 400 }) }), template({ A: alarm({ Threshold: 999 }) })];

describe('stackDigests', () => {
  test('covers templates without Metadata', () => {
    const withMetadata = template({ A: alarm({}, 'alarms.other') }, { Metadata: { x: 1 } });
    expect(digestsOf(withMetadata, old)).toEqual(digestsOf(old, old));
    expect(digestsOf(old, old)).toEqual({
      actionVersion: '1.0.0',
      baselineKind: 'deployed',
      desiredDigest: digest({ Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: old['Resources'] && (old['Resources'] as Record<string, Record<string, unknown>>)['A']?.['Properties'] } } }),
      baselineDigest: digestsOf(old, old).desiredDigest,
      changeDigest: digest([]),
    });
  });

  test('an absent template has the digest of null', () => {
    expect(digestsOf(undefined, old)).toMatchObject({ baselineKind: 'none', baselineDigest: digest(null) });
    expect(digestsOf(old, undefined)).toMatchObject({ desiredDigest: digest(null) });
  });

  test('the change digest covers logical id, type, action, paths and values of every change, outputs too', () => {
    const before = template({ A: alarm({ Threshold: 500 }) }, { Outputs: { O: { Value: 1 } } });
    const after = template({ A: alarm({ Threshold: 400 }) });
    expect(digestsOf(before, after).changeDigest).toBe(
      digest([
        { logicalId: 'A', type: 'AWS::CloudWatch::Alarm', action: 'update', properties: [{ path: ['Properties', 'Threshold'], before: 500, after: 400 }] },
        { section: 'Outputs', name: 'O', action: 'remove', before: { Value: 1 } },
      ]),
    );
  });

  test('neither key order nor Metadata matters, the order of lists does', () => {
    fc.assert(
      fc.property(propertyValue, propertyValue, (x, y) => {
        const [before, after] = [template({ A: alarm({ X: x }) }), template({ A: alarm({ X: y }), B: logGroup({ Y: x }) })];
        const noisy = template({ ...(reordered(after['Resources']) as object), ...{ A: { ...alarm({ X: reordered(y) }), Metadata: { any: x } } } }, { Metadata: { y } });
        expect(digestsOf(reordered(before) as Template, noisy)).toEqual(digestsOf(before, after));
      }),
    );
    expect(digestsOf(old, template({ A: alarm({ AlarmActions: ['a', 'b'] }) })).desiredDigest).not.toBe(digestsOf(old, template({ A: alarm({ AlarmActions: ['b', 'a'] }) })).desiredDigest);
  });

  test('text that CloudFormation returned without its non-ASCII characters is nothing to do', () => {
    expect(digestsOf(template({ A: alarm({ AlarmDescription: '?' }) }), template({ A: alarm({ AlarmDescription: 'é' }) })).changeDigest).toBe(digest([]));
  });
});

describe('compareReviewed', () => {
  const fromFile = { baselineKind: 'base-file' } as const;
  test.each<[string, Digests, Digests, string | undefined]>([
    ['the same change', digestsOf(old, wanted), digestsOf(old, wanted), undefined],
    ['deployed already', digestsOf(old, wanted), digestsOf(wanted, wanted), undefined],
    ['deployed already, after a review without credentials', digestsOf(base, wanted, fromFile), digestsOf(wanted, wanted), undefined],
    ['a new version of the action that does the same', digestsOf(old, wanted), digestsOf(old, wanted, {}, '2.0.0'), undefined],
    ['the base file told what is deployed', digestsOf(base, wanted, fromFile), digestsOf(base, wanted), undefined],
    ['a new stack, still new', digestsOf(undefined, wanted), digestsOf(undefined, wanted), undefined],
    ['another template', digestsOf(old, wanted), digestsOf(old, base), 'the template to deploy is not the one that was reviewed'],
    ['another template by another version', digestsOf(old, wanted), digestsOf(old, base, {}, '2.0.0'), 'the template to deploy is not the one that was reviewed (the action moved from 1.0.0 to 2.0.0 since the review)'],
    ['nothing to do, but not what was reviewed', digestsOf(old, wanted), digestsOf(base, base), 'the template to deploy is not the one that was reviewed'],
    ['someone changed the stack', digestsOf(old, wanted), digestsOf(hand, wanted), 'the stack was changed since the review, so deploying does something the review did not show'],
    ['the base file was not what is deployed', digestsOf(base, wanted, fromFile), digestsOf(hand, wanted), "the review compared with the base branch's file, and the deployed stack is not what that file predicted, so deploying does something the review did not show"],
    ['a stack that came to be', digestsOf(undefined, wanted), digestsOf(old, wanted), 'the review showed a stack that did not exist, and now there is one, so deploying does something the review did not show'],
    ['the same templates seen otherwise by a new version', digestsOf(old, wanted), { ...digestsOf(old, wanted, {}, '2.0.0'), changeDigest: 'other' }, 'the same templates give another change than the review showed (the action moved from 1.0.0 to 2.0.0 since the review)'],
  ])('%s', (_case, reviewed, now, reason) => {
    expect(compareReviewed(reviewed, now)).toEqual(reason === undefined ? { covered: true } : { covered: false, reason });
  });
});
