import { isObject, type Json } from '../property/file';

/** A resource as a template holds it; mutations change a copy. */
export interface ResourceJson {
  Type: string;
  Properties: Json;
  [attribute: string]: unknown;
}

/** A template whose resources are read. */
export interface TemplateJson {
  Resources: Record<string, ResourceJson>;
  [part: string]: unknown;
}

/** One removal or weakening of one resource, and how the review must tell it. */
export interface Planting {
  /** What is done, such as `without the statement AllowEventBridge`. */
  readonly what: string;
  /** Changes the copy of the template that it is given. */
  readonly apply: (template: TemplateJson) => void;
  /** The least severity it must be told with. */
  readonly severity: 'blocking' | 'attention';
  /** Logical id that the finding is about, where it is not the resource's own. */
  readonly about?: string;
}

/** What may be done to resources of some types, or why one of them is left alone. */
export interface Mutation {
  readonly kind: string;
  readonly types: readonly string[];
  readonly plant: (resource: ResourceJson, at: Place) => readonly Planting[];
}

export interface Place {
  readonly logicalId: string;
  readonly template: TemplateJson;
}

/** A planting that changes the properties of the resource itself. */
export function planting(at: Place, what: string, severity: Planting['severity'], change: (properties: Json, resource: ResourceJson) => void): Planting {
  return {
    what,
    severity,
    apply: ({ Resources }) => {
      const resource = Resources[at.logicalId];
      if (!resource) throw new Error(`no resource ${at.logicalId}`);
      change(resource.Properties, resource);
    },
  };
}

/** Removes a resource, and what only hangs on it by a reference, as a template without it must. */
export function removal(at: Place, severity: Planting['severity']): Planting {
  return { what: 'removed', severity, apply: (template) => removeWithReferences(template, at.logicalId) };
}

function removeWithReferences(template: TemplateJson, logicalId: string): void {
  delete template.Resources[logicalId];
  for (const resource of Object.values(template.Resources)) {
    const { DependsOn: dependsOn } = resource;
    if (Array.isArray(dependsOn)) resource['DependsOn'] = dependsOn.filter((name) => name !== logicalId);
    if (dependsOn === logicalId) delete resource['DependsOn'];
  }
}

/** The value as a list, empty where it is none. */
export function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Every object of a list of properties, empty where it is none. */
export function objectsIn(value: unknown): Json[] {
  return listIn(value).filter(isObject);
}
