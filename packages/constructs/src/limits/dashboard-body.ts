import { listOf, objectOf, type Resource, textOf } from './synthesized';

export interface DashboardBody {
  readonly widgets: readonly { readonly metrics: number }[];
  readonly variables: number;
}

const bodies = new WeakMap<Resource, DashboardBody>();

/** What a dashboard's body holds; references in it stand for texts and count for nothing. */
export function dashboardBody(resource: Resource): DashboardBody {
  const known = bodies.get(resource);
  if (known) return known;
  const { widgets, variables } = objectOf(JSON.parse(textOf(resource.properties['DashboardBody'], resource.stack) || '{}'));
  const body = {
    widgets: listOf(widgets).map((widget) => ({ metrics: listOf(objectOf(objectOf(widget)['properties'])['metrics']).length })),
    variables: listOf(variables).length,
  };
  bodies.set(resource, body);
  return body;
}
