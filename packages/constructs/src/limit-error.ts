/** One thing that AWS would refuse, or that would never work there. */
export interface LimitProblem {
  /** Where in observability.yml it comes from, as keys joined by dots. */
  readonly path: string;
  readonly message: string;
  /** The way out. */
  readonly suggestion?: string;
}

/** Values of observability.yml that AWS would refuse, or that would never work there. */
export class LimitError extends Error {
  public override readonly name = 'LimitError';
  public readonly problems: readonly LimitProblem[];

  constructor(path: string, message: string, options?: ErrorOptions);
  constructor(problems: readonly LimitProblem[]);
  constructor(where: string | readonly LimitProblem[], message = '', options?: ErrorOptions) {
    const problems = typeof where === 'string' ? [{ path: where, message }] : where;
    super(problems.map(({ path, message: text, suggestion }) => `${path}: ${text}${suggestion === undefined ? '' : `; ${suggestion}`}`).join('\n'), options);
    this.problems = problems;
  }
}
