import type { Finding, PolicyFinding } from '../types';

/** What a rule of a policy pack says, as a finding: it names no change, so it blocks only where the gate says so. */
export function policyFinding({ pack, rule, severity, message, stackId, logicalId, section, path, position }: PolicyFinding): Finding {
  return {
    id: `policy-${rule}`,
    severity: severity === 'error' ? 'attention' : 'info',
    group: 'policy',
    title: `${rule} (${pack}) of ${logicalId}: ${message}`,
    why: position === undefined ? 'new with this change' : `new with this change, from ${position}`,
    stackId,
    logicalId,
    ...(section !== undefined && { section }),
    ...(path !== undefined && { path }),
  };
}
