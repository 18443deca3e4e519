import { type Config, type Problem, problemsAt } from '@payment-observability/config';
import type { LimitError } from '../limit-error';

/** What exceeds a limit, each at its place in the file the config was loaded from, in the order of the file. */
export function limitProblems(config: Config, error: LimitError): readonly Problem[] {
  const problems = problemsAt(config, error.problems);
  if (!problems) throw new Error('the config was not loaded from a file', { cause: error });
  return problems;
}
