export type Operation = 'create' | 'update' | 'delete';

/** A resource about to be touched. */
export type Target = {
  readonly accountId: string;
  readonly region: string;
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Properties before an update; those of the resource itself otherwise. */
  readonly standing: Readonly<Record<string, unknown>>;
  /** Properties that are set on creation, or change in an update. */
  readonly changed: readonly string[];
  /** ARN of a role's permissions boundary, by the role's name. */
  readonly boundaryOf: (roleName: string) => string | undefined;
  /** Tags of another resource of the account and Region, by its id. */
  readonly tagsOf: (physicalId: string) => Readonly<Record<string, string>>;
};

export type Rule = {
  readonly actions: readonly string[];
  /** Needed only when this property is set or changes. */
  readonly when?: string;
  /** Needed in an update only when a property other than these changes. */
  readonly unless?: readonly string[];
  /** The resource it is needed on, when it is not the one that is touched. */
  readonly on?: (target: Target) => readonly string[];
  readonly context?: (target: Target) => Record<string, string | string[]>;
  /** Policy of the resource in `on`, where it has one that counts, such as a key's. */
  readonly resourcePolicy?: (target: Target) => unknown;
};

export type TypePermissions = {
  readonly arn: (target: Target) => string;
  readonly create: readonly (string | Rule)[];
  readonly update: readonly (string | Rule)[];
  readonly delete: readonly (string | Rule)[];
  /** Properties with the ARN of a role, and the services it is handed to. */
  readonly passes?: Record<string, string | readonly string[]>;
};

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export const when = (property: string, ...actions: string[]): Rule => ({ when: property, actions });
export const on = (where: (target: Target) => readonly string[], ...actions: string[]): Rule => ({ actions, on: where });

export const arn = (service: string, resource: (target: Target) => string) => (target: Target) => `arn:aws:${service}:${target.region}:${target.accountId}:${resource(target)}`;
export const byId = (service: string, kind: string) => arn(service, ({ physicalId }) => `${kind}${physicalId}`);
export const ownArn = ({ attributes, physicalId }: Target): string => text(attributes['Arn']) || physicalId;
export const anything = () => '*';

// of a key that another resource uses only the ARN is known here: its policy is taken to leave the decision to the account, as CDK writes it
const delegated = (accountId: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'kms:*', Resource: '*' }] });

/** What a service does with a customer key in the name of who creates the resource. */
export const useKey = (property: string, service: string, keyOf: (value: unknown) => unknown, ...actions: string[]): Rule => ({
  when: property,
  actions,
  on: ({ properties }) => [keyOf(properties[property])].filter((key): key is string => typeof key === 'string' && key.startsWith('arn:')),
  context: ({ region }) => ({ 'kms:ViaService': `${service}.${region}.amazonaws.com`, 'kms:GrantIsForAWSResource': 'true' }),
  resourcePolicy: ({ accountId }) => delegated(accountId),
});

/** The property of a structure, or undefined. */
export const member = (name: string) => (value: unknown): unknown => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined);

/** ARN of the object that a structure names, if it names one. */
export function s3Object(value: unknown, bucketMember: string, keyMember: string): string[] {
  const bucket = member(bucketMember)(value);
  return bucket === undefined ? [] : [`arn:aws:s3:::${text(bucket)}/${text(member(keyMember)(value))}`];
}
