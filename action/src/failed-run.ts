import type { StackResult } from '@payment-observability/review';
import type { FailureReason } from './outputs';

/** A run that did not do what it should; the message says what to do. */
export class FailedRun extends Error {
  public override readonly name = 'FailedRun';
  /** Stacks that were deployed before the failure. */
  public readonly results: readonly StackResult[];

  constructor(
    public readonly reason: FailureReason,
    message: string,
    { cause, results = [] }: { readonly cause?: unknown; readonly results?: readonly StackResult[] } = {},
  ) {
    super(message, { cause });
    this.results = results;
  }
}
