import type { Sandbox } from '@payment-observability/sandbox';
import { ACCOUNT } from '../world';

type Stack = NonNullable<ReturnType<Sandbox['aws']['stack']>>;
interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}
interface Document {
  readonly Statement: readonly Statement[];
}

/** One action that stands behind each wildcard of our roles. */
const WILDCARDS: Readonly<Record<string, string>> = { 'kms:GenerateDataKey*': 'kms:GenerateDataKey', 'kms:ReEncrypt*': 'kms:ReEncryptFrom', 'kms:Encrypt*': 'kms:Encrypt', 'kms:Decrypt*': 'kms:Decrypt', 'kms:Describe*': 'kms:DescribeKey' };
const KEY_POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }] };

/** What the roles of a stack are given and cannot use, because the boundary of the account bootstrap does not hold it. */
export async function outsideTheBoundary({ aws }: Sandbox, stack: Stack): Promise<readonly string[]> {
  const roles = Object.values(stack.resources).filter(({ type }) => type === 'AWS::IAM::Role');
  const found = await Promise.all(
    roles.flatMap(({ logicalId, physicalId, attributes, properties }) => {
      const own = (properties['Policies'] ?? []) as readonly { readonly PolicyDocument: Document }[];
      const attached = Object.values(stack.resources)
        .filter(({ type, properties: policy }) => type === 'AWS::IAM::Policy' && (policy['Roles'] as readonly string[]).includes(physicalId))
        .map(({ properties: policy }) => policy as { readonly PolicyDocument: Document });
      return [...own, ...attached]
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(checksOf)
        .map(async ({ action, resource, context }) => {
          const resourcePolicy = action.startsWith('kms:') ? { resourcePolicy: KEY_POLICY } : {};
          const reason = await aws.refusal(String(attributes['Arn']), { action, resource, region: stack.region, context, ...resourcePolicy });
          return reason === undefined ? [] : [`${logicalId} ${action} ${resource}: ${reason}`];
        });
    }),
  );
  return found.flat();
}

const list = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);

function checksOf({ Action, Resource, Condition = {} }: Statement): { action: string; resource: string; context: Record<string, string> }[] {
  const context = Object.fromEntries(Object.values(Condition).flatMap((keys) => Object.entries(keys).map(([key, value]) => [key, list(value)[0] ?? ''])));
  return list(Action).flatMap((action) => list(Resource).map((resource) => ({ action: WILDCARDS[action] ?? action, resource, context })));
}
