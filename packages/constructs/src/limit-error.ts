/** A value of observability.yml that AWS would refuse at deploy time; `path` says where it stands. */
export class LimitError extends Error {
  public override readonly name = 'LimitError';

  constructor(
    public readonly path: string,
    problem: string,
  ) {
    super(`${path}: ${problem}`);
  }
}
