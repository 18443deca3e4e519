import type { AlertRoute } from '../types';
import type { Located, World } from './world';

/** How far a message gets, and what stands in its way. */
export interface Standing {
  readonly state: AlertRoute['state'];
  readonly reason?: string;
  /** What breaks it; left out where the finding about it is made without the graph. */
  readonly cause?: Located;
}

/** Nothing stands in the way. */
export const WORKS: Standing = { state: 'works' };

const ORDER = { broken: 0, 'not verified': 1, works: 2 } as const;

/** The worst of them; of two alike, the first. */
export function worst(standings: readonly Standing[]): Standing {
  return standings.reduce((worse, standing) => (ORDER[standing.state] < ORDER[worse.state] ? standing : worse), WORKS);
}

/** Of what is not in the templates: removed by this change, or elsewhere. */
export function missing(noun: string, name: string, arn: string, world: World): Standing {
  if (world.gone.has(arn)) return { state: 'broken', reason: `the ${noun} ${name} is removed` };
  return { state: 'not verified', reason: `the ${noun} ${name} is outside these templates` };
}
