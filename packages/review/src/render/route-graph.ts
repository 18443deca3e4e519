import type { AlertCoverage, AlertRoute, SignalCoverage } from '../types';

/** What became of a part of a route: `kept` is there before and after. */
export type RouteState = 'lost' | 'broken' | 'added' | 'kept';

export interface RouteNode {
  readonly kind: 'signal' | 'alarm' | 'composite' | 'topic' | 'receiver';
  readonly label: string;
  readonly state: RouteState;
  /** Column from the left, from 0. */
  readonly layer: number;
}

/** One step of a route, between two nodes by their index. */
export interface RouteEdge {
  readonly from: number;
  readonly to: number;
  readonly state: RouteState;
}

/** The changed routes as a graph. */
export interface RouteGraph {
  readonly nodes: readonly RouteNode[];
  readonly edges: readonly RouteEdge[];
  /** Changed signals that are not drawn. */
  readonly leftOut: number;
}

type Step = Pick<RouteNode, 'kind' | 'label'> & { readonly key: string };

/** The routes of as many changed signals as fit into `maxNodes`, in their order; the rest are counted. */
export function routeGraph({ changed }: AlertCoverage, maxNodes: number): RouteGraph {
  const keys = new Set<string>();
  const drawn = changed.filter((signal) => {
    const wanted = stepsOf(signal).flat();
    const fresh = new Set(wanted.map(({ key }) => key).filter((key) => !keys.has(key)));
    if (wanted.length === 0 || keys.size + fresh.size > maxNodes) return false;
    for (const key of fresh) keys.add(key);
    return true;
  });
  const deepest = Math.max(0, ...drawn.flatMap(({ before, after }) => [...before, ...after].map(({ via }) => via.length)));
  return { ...assemble(drawn, deepest), leftOut: changed.length - drawn.length };
}

function assemble(drawn: readonly SignalCoverage[], deepest: number): Pick<RouteGraph, 'nodes' | 'edges'> {
  const nodes = new Map<string, { node: RouteNode; index: number }>();
  const edges = new Map<string, RouteEdge>();
  for (const signal of drawn) {
    const [before, after, broken] = [usesOf(signal, signal.before), usesOf(signal, signal.after), usesOf(signal, signal.after.filter(({ state }) => state !== 'broken'))];
    for (const route of [...signal.before, ...signal.after]) {
      const steps = stepsOfRoute(signal, route);
      const indexes = steps.map((step, position) => {
        const known = nodes.get(step.key);
        if (known) return known.index;
        // other signals may use the same topic and reach the same person, so these are never told as lost
        const state = step.kind === 'topic' || step.kind === 'receiver' ? 'kept' : stateOf(before.has(step.key), after.has(step.key), true);
        const layer = step.kind === 'receiver' ? deepest + 3 : step.kind === 'topic' ? deepest + 2 : position;
        nodes.set(step.key, { node: { kind: step.kind, label: step.label, state, layer }, index: nodes.size });
        return nodes.size - 1;
      });
      for (let position = 1; position < steps.length; position += 1) {
        const key = edgeKey(steps[position - 1], steps[position]);
        const [from = 0, to = 0] = indexes.slice(position - 1, position + 1);
        const state = stateOf(before.has(key), after.has(key), broken.has(key));
        const told = edges.get(key);
        if (told === undefined || state !== 'kept') edges.set(key, { from, to, state: told && told.state !== state ? 'kept' : state });
      }
    }
  }
  return { nodes: [...nodes.values()].map(({ node }) => node), edges: [...edges.values()] };
}

function stateOf(isBefore: boolean, isAfter: boolean, isWorking: boolean): RouteState {
  if (!isAfter) return 'lost';
  if (!isWorking) return 'broken';
  return isBefore ? 'kept' : 'added';
}

/** Keys of the nodes and edges that the routes pass. */
function usesOf(signal: SignalCoverage, routes: readonly AlertRoute[]): Set<string> {
  return new Set(
    routes.flatMap((route) => {
      const steps = stepsOfRoute(signal, route);
      return steps.flatMap((step, position) => (position === 0 ? [step.key] : [step.key, edgeKey(steps[position - 1], step)]));
    }),
  );
}

function stepsOf(signal: SignalCoverage): Step[][] {
  return [...signal.before, ...signal.after].map((route) => stepsOfRoute(signal, route));
}

function stepsOfRoute({ signal, stackId }: SignalCoverage, { alarm, via, topic, receiver }: AlertRoute): Step[] {
  const step = (kind: RouteNode['kind'], label: string): Step => ({ kind, label, key: JSON.stringify(kind === 'receiver' ? [kind, label] : [kind, stackId, label]) });
  return [step('signal', signal), step('alarm', alarm), ...via.map((name) => step('composite', name)), ...(topic === undefined ? [] : [step('topic', topic)]), step('receiver', receiver)];
}

function edgeKey(from: Step | undefined, to: Step | undefined): string {
  return JSON.stringify([from?.key, to?.key]);
}
