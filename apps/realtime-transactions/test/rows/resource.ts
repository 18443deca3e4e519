import { world } from '../realtime-transactions';

export type Properties = Readonly<Record<string, unknown>>;
type Resource = { readonly Type: string; readonly Properties: Properties; readonly DeletionPolicy?: string };

export const resourcesOf = (sections = ''): [string, Resource][] => Object.entries((world.home(sections).toJSON() as { Resources: Record<string, Resource> }).Resources);

/** Logical id of the one resource of a type that has a property of this value, or of the only one. */
export function idOf(type: string, property?: string, value?: unknown, sections = ''): string {
  const found = resourcesOf(sections).filter(([, { Type, Properties }]) => Type === type && (property === undefined || Properties[property] === value));
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} resources of ${type}, expected 1`);
  return first[0];
}

export function propertiesOf(type: string, property?: string, value?: unknown, sections = ''): Properties {
  const id = idOf(type, property, value, sections);
  return Object.fromEntries(resourcesOf(sections))[id]?.Properties ?? {};
}

export const arnOf = (type: string, property?: string, value?: unknown) => ({ 'Fn::GetAtt': [idOf(type, property, value), 'Arn'] });
export const keyArn = (purpose: string) => ({
  'Fn::GetAtt': [resourcesOf().find(([, { Type, Properties }]) => Type === 'AWS::KMS::Key' && JSON.stringify(Properties['Tags']).includes(`"${purpose}"`))?.[0], 'Arn'],
});
export const alarm = (name: string, sections = ''): Properties => propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', name, sections);
