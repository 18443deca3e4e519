import { type PaymentLogField } from '@payment-observability/catalog/payments-metrics';

/** What every event may say beside its own fields. */
export interface PaymentEvent {
  /** Made by a canary: nothing is published. */
  readonly synthetic?: boolean | undefined;
  /** Fields of the log line, never a dimension; card numbers in them are masked. */
  readonly fields?: Partial<Readonly<Record<PaymentLogField, string | number | boolean | undefined>>> | undefined;
}

/** Something that happened at a payment service provider. */
export interface ProviderEvent extends PaymentEvent {
  readonly psp: string;
}

/** Something that a card network counts. */
export interface NetworkEvent extends PaymentEvent {
  readonly network: string;
}

/** One authorization, once its outcome is known. */
export interface Authorization extends ProviderEvent {
  /** Left out where there is none, for example for a bank transfer, it counts as `other`. */
  readonly network?: string | undefined;
  readonly outcome: 'approved' | 'declined' | 'error';
  /** Of a decline: ISO 8583 field 39, or a code that `declineClasses` lists. */
  readonly declineCode?: string | undefined;
}

/** One request to a provider, answered or not. */
export interface ProviderCall extends ProviderEvent {
  readonly operation: string;
  /** From the request to its answer, or until it was given up. */
  readonly latencyMs: number;
  readonly timedOut?: boolean | undefined;
}

/** One outcome of 3-D Secure: a challenge is counted when it is shown, and again as abandoned when it ends so. */
export interface ThreeDs extends NetworkEvent {
  readonly outcome: 'challenge' | 'frictionless' | 'abandoned';
}

/** One more try of a declined payment. */
export interface Retry extends NetworkEvent {
  /** Why it was declined before; a retry of a hard decline is counted apart. */
  readonly declineCode?: string | undefined;
}

/** How old something is that waits. */
export interface Age extends ProviderEvent {
  readonly seconds: number;
}

/** One webhook that a provider sent. */
export interface Webhook extends ProviderEvent {
  /** Whether it could not be processed. */
  readonly failed?: boolean | undefined;
}
