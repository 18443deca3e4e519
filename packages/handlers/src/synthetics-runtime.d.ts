/** The part of the Synthetics runtime's own library that the canaries use; the runtime brings it, no package does. */
declare module '@aws/synthetics-puppeteer' {
  import type { IncomingMessage, RequestOptions } from 'node:http';

  interface HttpStepConfig {
    readonly includeRequestHeaders: boolean;
    readonly includeResponseHeaders: boolean;
    readonly includeRequestBody: boolean;
    readonly includeResponseBody: boolean;
    readonly restrictedHeaders: readonly string[];
    readonly continueOnHttpStepFailure: boolean;
  }

  interface Synthetics {
    /** Sends the request, and fails when it cannot be sent or `validate` rejects. */
    executeHttpStep(name: string, request: RequestOptions & { readonly body?: string }, validate: (response: IncomingMessage) => Promise<void>, config: HttpStepConfig): Promise<unknown>;
    getCanaryUserAgentString(): string;
  }

  const synthetics: Synthetics;
  export = synthetics;
}

declare module '@aws/synthetics-logger' {
  interface SyntheticsLogger {
    info(text: string): void;
  }

  const log: SyntheticsLogger;
  export = log;
}
