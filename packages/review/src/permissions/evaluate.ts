import type { EvaluableStatement } from './evaluable-statement';
import { type Probe, probesOf } from './probes';
import { statementApplies } from './statement-applies';

/**
 * Whether everything that a statement allows (or denies) is allowed (or denied) by others, found by evaluating requests at its edges;
 * undefined when no request could be made that the statement itself decides, or the evaluator refuses what a condition says.
 */
export function isDecidedBy(others: readonly EvaluableStatement[], statement: EvaluableStatement): boolean | undefined {
  const decides = DECIDES[statement.Effect];
  try {
    const probes = probesOf(statement, others).filter((probe) => decides([statement], probe));
    return probes.length === 0 ? undefined : probes.every((probe) => decides(others, probe));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // a number or an address that is none: whoever asks takes the careful answer then
    return undefined;
  }
}

/** Whether statements allow, or deny, a request; of a denial the allowances beside it do not matter. */
const DECIDES: Readonly<Record<EvaluableStatement['Effect'], (statements: readonly EvaluableStatement[], probe: Probe) => boolean>> = {
  Allow: (statements, probe) => someApplies('Allow', statements, probe) && !someApplies('Deny', statements, probe),
  Deny: (statements, probe) => someApplies('Deny', statements, probe),
};

const someApplies = (effect: EvaluableStatement['Effect'], statements: readonly EvaluableStatement[], probe: Probe): boolean =>
  statements.some((statement) => statement.Effect === effect && statementApplies(statement, probe));
