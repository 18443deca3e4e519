/** A value of observability.yml that AWS would refuse, or that would never work there; `path` says where it stands. */
export class LimitError extends Error {
  public override readonly name = 'LimitError';

  constructor(
    public readonly path: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${path}: ${problem}`, options);
  }
}
