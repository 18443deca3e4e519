import { tagValue } from './schema';

/** Tags that every resource of an environment carries, unless the template or the user says otherwise. */
export function baseTags({ name, owner }: Readonly<Record<string, unknown>>, environment: string): Readonly<Record<string, string>> {
  const tags = { Environment: environment, ManagedBy: 'cdk', System: name, Owner: owner };
  // a head that is wrong is reported where it stands, not once more as a tag
  return Object.fromEntries(Object.entries(tags).flatMap(([key, value]) => (tagValue.safeParse(value).success ? [[key, String(value)]] : [])));
}
