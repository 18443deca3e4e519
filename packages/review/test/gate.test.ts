import { fingerprintOf, review, stackDigests, withBlocks, type Review, type Template } from '../src/index';
import { alarm, input, logGroup, resource, stack, template } from './template';

const DEFAULTS = { block: ['data', 'alerting', 'protection', 'public-access'], allow: [] };
const EVERYONE = { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: ['t'], PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sns:Publish', Resource: '*' }] } } };

const reviewOf = (before: Template, after: Template): Review => review(input([stack(before, after)]));
const blocking = ({ findings }: Review): string[] => findings.filter(({ severity }) => severity === 'blocking').map(({ id }) => id);
const kept = { A: alarm(), Q: resource('AWS::XRay::Group') };

describe('withBlocks', () => {
  const removal = reviewOf(template({ ...kept, L: logGroup() }), template(kept));

  test.each([
    ['a removed log group', removal, DEFAULTS, ['data-removed'], 'blocked'],
    ['a lost alarm', reviewOf(template(kept), template({ Q: kept.Q })), DEFAULTS, ['alarm-removed'], 'blocked'],
    ['a shortened retention', reviewOf(template({ L: logGroup() }), template({ L: logGroup({ RetentionInDays: 30 }) })), DEFAULTS, ['retention-shortened'], 'blocked'],
    ['public access', reviewOf(template(kept), template({ ...kept, P: EVERYONE })), DEFAULTS, ['public-access'], 'blocked'],
    ['a group that is not named', removal, { block: ['alerting'], allow: [] }, [], 'attention'],
    ['a finding that is allowed', removal, { ...DEFAULTS, allow: ['data-removed'] }, [], 'attention'],
    ['nothing named', removal, { block: [], allow: [] }, [], 'attention'],
    ['a harmless change', reviewOf(template(kept), template({ ...kept, X: resource('AWS::XRay::Group') })), DEFAULTS, [], 'safe'],
    ['no change', reviewOf(template(kept), template(kept)), DEFAULTS, [], 'no-changes'],
  ])('%s', (_case, before, rules, ids, verdict) => {
    const weighed = withBlocks(before, rules);
    expect(blocking(weighed)).toEqual(ids);
    expect(weighed.verdict).toBe(verdict);
  });

  test('a finding that is named by its id blocks whatever its severity, and comes first', () => {
    const orphaned = reviewOf(template({ ...kept, L: logGroup({}, { DeletionPolicy: 'Retain' }) }), template({ Q: kept.Q }));
    expect(orphaned.findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual(['blocking alarm-removed', 'attention data-orphaned']);
    const weighed = withBlocks(orphaned, { block: ['data-orphaned'], allow: [] });
    expect(weighed.findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual(['blocking data-orphaned', 'attention alarm-removed']);
  });

  const policy = (severity: 'error' | 'warning') => ({ pack: 'AwsSolutions', rule: 'AwsSolutions-IAM5[Resource::*]', severity, message: 'Wildcards.', stackId: 'home', logicalId: 'R' });
  const checked = review({ ...input([stack(template(kept), template({ ...kept, X: resource('AWS::XRay::Group') }))]), policy: [policy('error'), policy('warning')] });
  const RULE = 'policy-AwsSolutions-IAM5[Resource::*]';

  test.each([
    ['nothing of a pack by default', DEFAULTS, []],
    ['the errors of packs by their group', { block: ['policy'], allow: [] }, [RULE]],
    ['everything of a rule by its name, whatever the pack writes behind it', { block: ['policy-AwsSolutions-IAM5'], allow: [] }, [RULE, RULE]],
    ['not another rule that begins the same', { block: ['policy-AwsSolutions-IAM'], allow: [] }, []],
    ['a rule that is allowed', { block: ['policy'], allow: ['policy-AwsSolutions-IAM5'] }, []],
  ])('policy packs: %s', (_case, rules, ids) => {
    expect(blocking(withBlocks(checked, rules))).toEqual(ids);
  });

  test('a group does not make its lesser findings block', () => {
    const orphaned = reviewOf(template({ ...kept, L: logGroup({}, { DeletionPolicy: 'Retain' }) }), template(kept));
    expect(blocking(withBlocks(orphaned, DEFAULTS))).toEqual([]);
  });
});

describe('fingerprintOf', () => {
  const of = (before: Template, after: Template, rules = DEFAULTS): string => fingerprintOf(withBlocks(reviewOf(before, after), rules), { home: stackDigests(stack(before, after), '1.0.0') });
  const [before, after] = [template({ ...kept, L: logGroup() }), template(kept)];

  test('is the same for the same change, on another baseline too', () => {
    expect(of(before, after)).toBe(of(before, after));
    const merged = { M: resource('AWS::XRay::Group') };
    expect(of(template({ ...kept, L: logGroup(), ...merged }), template({ ...kept, ...merged }))).toBe(of(before, after));
  });

  test.each([
    ['another change', of(before, template({ A: kept.A }))],
    ['a harmless change more', of(before, template({ ...kept, X: resource('AWS::XRay::Group') }))],
    ['another baseline of the same resource', of(template({ ...kept, L: logGroup({ RetentionInDays: 30 }) }), after)],
    ['less that blocks', of(before, after, { block: [], allow: [] })],
  ])('is another one for %s', (_case, fingerprint) => {
    expect(fingerprint).not.toBe(of(before, after));
  });
});
