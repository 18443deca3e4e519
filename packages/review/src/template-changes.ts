import { compareText } from './canonical-json';
import { isRecord, type Json } from './json';
import { propertyChanges } from './property-changes';
import type { Template, TemplateChange } from './types';

/** Changes in every part of the template but its resources and Metadata, sorted by part and name. */
export function templateChanges(before: Template | undefined, after: Template | undefined): TemplateChange[] {
  const sections = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter((section) => section !== 'Resources');
  return sections.toSorted(compareText).flatMap((section) => sectionChanges(section, before?.[section], after?.[section]));
}

function sectionChanges(section: string, before: unknown, after: unknown): TemplateChange[] {
  // a part such as Description or Transform is one value, the others are maps by name
  const [old, young] = [before, after].map((value) => (value === undefined ? {} : isRecord(value) ? value : { '': value })) as [Json, Json];
  const names = [...new Set([...Object.keys(old), ...Object.keys(young)])].toSorted(compareText);
  return names.flatMap((name) => entryChange(section, name, old[name], young[name]));
}

function entryChange(section: string, name: string, before: unknown, after: unknown): TemplateChange[] {
  if (before === undefined) return [{ section, name, action: 'add', after }];
  if (after === undefined) return [{ section, name, action: 'remove', before }];
  return propertyChanges(before, after).length === 0 ? [] : [{ section, name, action: 'update', before, after }];
}
