import fc from 'fast-check';
import { canonicalJson } from '../src/canonical-json';
import { pathText, propertyChanges } from '../src/property-changes';
import { propertyValue, reordered } from './json-arbitraries';

const shown = (before: unknown, after: unknown) => propertyChanges(before, after).map(({ path, ...sides }) => ({ path: pathText(path), ...sides }));

const dashboard = (...widgets: object[]) => ({ 'Fn::Join': ['', [JSON.stringify({ widgets }).slice(0, -1), ',"region":"', { Ref: 'AWS::Region' }, '"}']] });
const widget = (title: string, rest: object = {}) => ({ type: 'metric', properties: { title, ...rest } });

describe('propertyChanges', () => {
  test.each<[string, unknown, unknown, object[]]>([
    ['goes down to the leaf', { A: { B: [1, { C: 2 }] } }, { A: { B: [1, { C: 3 }] } }, [{ path: 'A.B[1].C', before: 2, after: 3 }]],
    ['tells an absent side by its missing key', { A: 1 }, { B: 2 }, [{ path: 'A', before: 1 }, { path: 'B', after: 2 }]],
    ["sees '' and 0, which cloudformation-diff takes as equal", { A: '' }, { A: 0 }, [{ path: 'A', before: '', after: 0 }]],
    ["sees [] and '', which cloudformation-diff takes as equal", { A: [] }, { A: '' }, [{ path: 'A', before: [], after: '' }]],
    ['takes a number and its text as equal, as CloudFormation does', { A: 10, B: 'true' }, { A: '10', B: true }, []],
    ['compares named elements by name', [{ Id: 'm1', Stat: 'Sum' }], [{ Id: 'm0', Stat: 'Max' }, { Id: 'm1', Stat: 'Min' }], [{ path: '[m1].Stat', before: 'Sum', after: 'Min' }, { path: '[m0]', after: { Id: 'm0', Stat: 'Max' } }]],
    ['tells when only the order changes', [{ Id: 'a' }, { Id: 'b' }], [{ Id: 'b' }, { Id: 'a' }], [{ path: '[order]', before: ['a', 'b'], after: ['b', 'a'] }]],
    ['finds the element put into a list', ['x', 'y'], ['x', 'new', 'y'], [{ path: '[1]', after: 'new' }]],
    ['finds the element taken from a list', ['x', 'y', 'z'], ['x', 'z'], [{ path: '[1]', before: 'y' }]],
    ['keeps a function whole', { A: { Ref: 'X' } }, { A: { Ref: 'Y' } }, [{ path: 'A', before: { Ref: 'X' }, after: { Ref: 'Y' } }]],
    ['shows a changed widget title as that', { Body: dashboard(widget('Old'), widget('B')) }, { Body: dashboard(widget('New'), widget('B')) }, [{ path: 'Body.widgets[Old].properties.title', before: 'Old', after: 'New' }]],
    ['shows an added widget as one', { Body: dashboard(widget('A')) }, { Body: dashboard(widget('Z'), widget('A')) }, [{ path: 'Body.widgets[Z]', after: widget('Z') }]],
    ['shows text that differs only in its spaces', { Body: '{"a":1}' }, { Body: '{ "a": 1 }' }, [{ path: 'Body', before: '{"a":1}', after: '{ "a": 1 }' }]],
    ['compares what is no JSON after all as text', { A: '{x' }, { A: '{y' }, [{ path: 'A', before: '{x', after: '{y' }]],
  ])('%s', (_case, before, after, expected) => {
    expect(shown(before, after)).toEqual(expected);
  });

  test('is empty for the same value in another key order', () => {
    fc.assert(fc.property(propertyValue, (value) => expect(propertyChanges(value, reordered(value))).toEqual([])));
  });

  test('is empty only where nothing but the spelling of scalars differs', () => {
    const spelled = (value: unknown): string => canonicalJson(value).replace(/"(true|false|-?\d+)"/g, '$1');
    fc.assert(fc.property(propertyValue, propertyValue, (before, after) => expect(propertyChanges(before, after).length === 0).toBe(spelled(before) === spelled(after))), { numRuns: 2_000 });
  });
});
