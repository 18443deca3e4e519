import type { AlertRoute, SignalCoverage } from '../../src/index';
import { routeGraph } from '../../src/render/route-graph';
import { route } from '../full-review';

const signal = (name: string, before: readonly AlertRoute[], after: readonly AlertRoute[], stackId = 'home'): SignalCoverage => ({ stackId, signal: name, section: 'alarms', change: 'changed', before, after });

const graphOf = (changed: readonly SignalCoverage[], maxNodes = 100) => {
  const { nodes, edges, leftOut } = routeGraph({ heard: { before: 0, after: 0 }, changed, unwatched: [] }, maxNodes);
  const label = (index: number) => nodes[index]?.label;
  return { nodes: nodes.map(({ label: name, state, layer }) => `${name} ${state} ${layer}`), edges: edges.map(({ from, to, state }) => `${label(from)} → ${label(to)} ${state}`), leftOut };
};

describe('routeGraph', () => {
  test.each<[string, SignalCoverage, string[], string[]]>([
    ['a lost route', signal('s', [route('a', 'Slack')], []), ['s lost 0', 'a lost 1', 'acme-prod-critical kept 2', 'Slack kept 3'], ['s → a lost', 'a → acme-prod-critical lost', 'acme-prod-critical → Slack lost']],
    ['a new route', signal('s', [], [route('a', 'Slack')]), ['s added 0', 'a added 1', 'acme-prod-critical kept 2', 'Slack kept 3'], ['s → a added', 'a → acme-prod-critical added', 'acme-prod-critical → Slack added']],
    [
      'a route that breaks beside one that works: the steps they share are not broken',
      signal('s', [route('a', 'Slack'), route('a', 'mail')], [route('a', 'Slack', { state: 'broken' }), route('a', 'mail')]),
      ['s kept 0', 'a kept 1', 'acme-prod-critical kept 2', 'Slack kept 3', 'mail kept 3'],
      ['s → a kept', 'a → acme-prod-critical kept', 'acme-prod-critical → Slack broken', 'acme-prod-critical → mail kept'],
    ],
    [
      'one more step in between',
      signal('s', [route('a', 'Slack')], [route('a', 'Slack', { via: ['c'] })]),
      ['s kept 0', 'a kept 1', 'acme-prod-critical kept 3', 'Slack kept 4', 'c added 2'],
      ['s → a kept', 'a → acme-prod-critical lost', 'acme-prod-critical → Slack kept', 'a → c added', 'c → acme-prod-critical added'],
    ],
  ])('%s', (_case, changed, nodes, edges) => {
    expect(graphOf([changed])).toEqual({ nodes, edges, leftOut: 0 });
  });

  test('an alarm that acts on no topic leads to its receiver', () => {
    const bare: AlertRoute = { alarm: 'a', alarmLogicalId: 'A', via: [], receiver: 'function f', state: 'works' };
    expect(graphOf([signal('s', [bare], [])]).edges).toEqual(['s → a lost', 'a → function f lost']);
  });

  test('alarms and topics of one name in two stacks are two, a receiver is one', () => {
    const both = ['eu', 'us'].map((stackId) => signal('s', [route('a', 'Slack')], [], stackId));
    expect(graphOf(both).nodes).toHaveLength(7);
  });

  test('what one signal loses and another gains is there before and after', () => {
    expect(graphOf([signal('s', [route('a', 'Slack')], []), signal('t', [], [route('b', 'Slack')])]).edges).toContain('acme-prod-critical → Slack kept');
  });

  test('signals that do not fit are counted, smaller ones after them are drawn', () => {
    const big = signal('big', Array.from({ length: 9 }, (_, index) => route('a', `r${index}`)), []);
    const graph = graphOf([big, signal('s', [route('b', 'Slack')], [])], 6);
    expect(graph.leftOut).toBe(1);
    expect(graph.nodes).toHaveLength(4);
  });
});
