/** A failure on request. */
export type Fault = {
  /** Signing name of the service, such as `cloudformation`, `s3`, `sts`; `*` for any. */
  readonly service: string;
  /** @default any action */
  readonly action?: string;
  /** How often it strikes. @default always, until cleared */
  readonly times?: number;
  readonly kind: 'throttle' | 'error5xx' | 'slow' | 'drop' | 'expiredToken' | 'failResource';
  /** For `failResource`: which resource of a stack fails. */
  readonly logicalId?: string;
  /** For `failResource`: while it is created or updated, while an update of it is taken back, or while it is deleted. @default 'change' */
  readonly during?: 'change' | 'rollback' | 'delete';
  readonly message?: string;
  /** For `slow`. @default 1000 */
  readonly delayMs?: number;
};

type Waiting = { readonly fault: Fault; left: number };

/** The faults that are waiting to strike. */
export class Faults {
  private waiting: Waiting[] = [];

  add(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times ?? Infinity });
  }

  clear(): void {
    this.waiting = [];
  }

  /** The fault that strikes this call, used up by one. */
  take(service: string, action: string): Fault | undefined {
    return this.use(({ kind, service: of, action: only }) => kind !== 'failResource' && (of === '*' || of === service) && (only === undefined || only === action));
  }

  /** Throws when the resource is to fail. */
  failResource(logicalId: string, during: 'change' | 'rollback' | 'delete' = 'change'): void {
    const fault = this.use((candidate) => candidate.kind === 'failResource' && candidate.logicalId === logicalId && (candidate.during ?? 'change') === during);
    if (fault !== undefined) throw new Error(fault.message ?? 'Resource handler returned message: "Internal error" (HandlerErrorCode: GeneralServiceException)');
  }

  private use(matches: (fault: Fault) => boolean): Fault | undefined {
    const found = this.waiting.find(({ fault, left }) => left > 0 && matches(fault));
    if (found === undefined) return undefined;
    found.left -= 1;
    return found.fault;
  }
}
