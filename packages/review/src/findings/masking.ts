import { embeddedJson, readableText } from '../intrinsics';
import { isRecord, listOf, valueAt } from '../json';
import type { Resource } from '../template';

/** What a data protection policy does, such as `masks CreditCardNumber`, one text for each operation and identifier. */
export function maskedBy(resource: Resource | undefined): Set<string> {
  const policy = resource?.type === 'AWS::Logs::AccountPolicy' ? resource.properties['PolicyDocument'] : resource?.properties['DataProtectionPolicy'];
  const document = embeddedJson(policy) ?? policy;
  const statements = listOf(isRecord(document) ? document['Statement'] : undefined).filter(isRecord);
  const patterns = new Map(
    listOf(valueAt(document, ['Configuration', 'CustomDataIdentifier']))
      .filter(isRecord)
      .map(({ Name: name, Regex: regex }) => [readableText(name), ` (${readableText(regex)})`]),
  );
  return new Set(
    statements.flatMap((statement) => {
      const identifiers = listOf(statement['DataIdentifier']).map((identifier) => readableText(identifier).split(/[/:]/).at(-1) ?? '');
      const operations = Object.keys(isRecord(statement['Operation']) ? statement['Operation'] : {});
      return operations.flatMap((operation) => identifiers.map((identifier) => `${VERBS[operation] ?? operation} ${identifier}${patterns.get(identifier) ?? ''}`));
    }),
  );
}

const VERBS: Readonly<Partial<Record<string, string>>> = { Deidentify: 'masks', Audit: 'reports', Deny: 'refuses' };
