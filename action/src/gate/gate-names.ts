import type { Gate } from '@payment-observability/config';
import { FINDING_GROUPS, FINDING_IDS } from '@payment-observability/review';

/** Names in the gate that no finding and no group has, so that a misspelling does not open it. */
export function unknownGateNames({ block, allow }: Gate): readonly { readonly path: string; readonly message: string; readonly found: string; readonly allowed: string }[] {
  return [
    ...unknownIn('block', block, [...FINDING_GROUPS, ...FINDING_IDS]),
    ...unknownIn('allow', allow, FINDING_IDS),
  ];
}

/** Rules of policy packs are many and named by their packs: `policy-AwsSolutions-IAM5`. */
const isPolicyRule = (name: string): boolean => name.startsWith('policy-');

function unknownIn(key: 'block' | 'allow', names: readonly string[], known: readonly string[]) {
  return names.flatMap((name, index) =>
    known.includes(name) || isPolicyRule(name) ? [] : [{ path: `gate.${key}.${index}`, message: `no such finding${key === 'block' ? ' or group of findings' : ''}`, found: `"${name}"`, allowed: known.join(', ') }],
  );
}
