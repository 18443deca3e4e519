import { isIntrinsic } from './intrinsics';
import { isRecord, isStringList, omit, type Json } from './json';
import type { Template } from './types';

/** A resource of a template, its Metadata taken apart. */
export interface Resource {
  readonly type: string;
  readonly properties: Json;
  /** The whole resource without Metadata, in the form that comparisons use. */
  readonly comparable: unknown;
  readonly metadata: Json;
}

/** The template without Metadata of its own and of its resources. */
export function withoutMetadata(template: Template): Template {
  const rest: Template = omit(template, 'Metadata');
  if (!isRecord(rest['Resources'])) return rest;
  const resources = Object.entries(rest['Resources']).map(([id, resource]) => [id, isRecord(resource) ? omit(resource, 'Metadata') : resource]);
  return { ...rest, Resources: Object.fromEntries(resources) as unknown };
}

/** Resources by logical id, in the order of the template. */
export function resourcesOf(template: Template | undefined): Map<string, Resource> {
  const resources = isRecord(template?.['Resources']) ? template['Resources'] : {};
  return new Map(Object.entries(resources).map(([logicalId, raw]) => [logicalId, toResource(logicalId, raw)]));
}

/** The name CloudFormation gives the resource where the template states it as plain text, else undefined. */
export function physicalName(resource: Resource | undefined): string | undefined {
  const name = statedName(resource);
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** What the template states as the resource's name, text or function; undefined where CloudFormation makes one up. */
export function statedName(resource: Resource | undefined): unknown {
  if (!resource) return undefined;
  const kind = resource.type.slice(resource.type.lastIndexOf(':') + 1);
  // a budget and a sampling rule hold their properties one level below
  const nested = resource.properties[kind];
  return nameIn(resource.properties, kind) ?? (isRecord(nested) ? nameIn(nested, kind) : undefined);
}

function nameIn(holder: Json, kind: string): unknown {
  for (const key of [`${kind}Name`, 'AlarmName', 'Name', 'FilterName', 'RuleName', `${kind}Identifier`]) {
    const name = holder[key];
    if ((typeof name === 'string' && name !== '') || isIntrinsic(name)) return name;
  }
  return undefined;
}

/** Whether CloudFormation leaves the resource in the account when it is removed from the stack, or replaced in it. */
export function isRetained(resource: Resource | undefined, policy: 'DeletionPolicy' | 'UpdateReplacePolicy'): boolean {
  const value = attribute(resource, policy);
  return value === 'Retain' || value === 'RetainExceptOnCreate';
}

/** Where the resource comes from in the config, as its Metadata says. */
export function originOf(resource: Resource | undefined): { readonly section: string; readonly path?: string } {
  const origin = resource?.metadata['payment-observability'];
  const { section, path } = isRecord(origin) ? origin : {};
  return { section: typeof section === 'string' && section !== '' ? section : 'other', ...(typeof path === 'string' ? { path } : {}) };
}

/** The value of an attribute beside Properties, such as DeletionPolicy. */
export function attribute(resource: Resource | undefined, name: string): unknown {
  return isRecord(resource?.comparable) ? resource.comparable[name] : undefined;
}

function toResource(logicalId: string, raw: unknown): Resource {
  if (!isRecord(raw)) {
    // Fn::ForEach entries are lists, and have no type of their own
    return { type: logicalId.startsWith('Fn::ForEach::') ? 'Fn::ForEach' : 'unknown', properties: {}, comparable: raw, metadata: {} };
  }
  const { Metadata: metadata, ...rest } = raw;
  return {
    type: typeof raw['Type'] === 'string' ? raw['Type'] : 'unknown',
    properties: isRecord(raw['Properties']) ? raw['Properties'] : {},
    comparable: normalized({ ...rest, ...(rest['DependsOn'] === undefined ? {} : { DependsOn: sortedDependencies(rest['DependsOn']) }) }),
    metadata: isRecord(metadata) ? metadata : {},
  };
}

// CloudFormation reads a string as a list of one, and ignores the order
function sortedDependencies(dependsOn: unknown): unknown {
  const list = Array.isArray(dependsOn) ? (dependsOn as unknown[]) : [dependsOn];
  return isStringList(list) ? list.toSorted() : list;
}

/** The same value with `Fn::GetAtt` always in its list form. */
export function normalized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalized);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [key, key === 'Fn::GetAtt' && typeof element === 'string' ? getAttList(element) : normalized(element)]),
  );
}

function getAttList(reference: string): string[] {
  const dot = reference.indexOf('.');
  return dot < 0 ? [reference] : [reference.slice(0, dot), reference.slice(dot + 1)];
}
