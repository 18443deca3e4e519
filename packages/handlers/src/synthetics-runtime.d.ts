/** The part of the Synthetics runtime's own library that the canaries use; the runtime brings it, no package does. */
declare module '@aws/synthetics-puppeteer' {
  import type { IncomingMessage, RequestOptions } from 'node:http';
  import type { Page } from 'puppeteer-core';

  /** All that a step may change of the configuration (AWS: runtime versions from syn-nodejs-puppeteer-11.0 on). */
  interface StepConfig {
    readonly screenshotOnStepStart?: boolean;
    readonly screenshotOnStepSuccess?: boolean;
    readonly screenshotOnStepFailure?: boolean;
    readonly continueOnStepFailure?: boolean;
    readonly continueOnHttpStepFailure?: boolean;
  }

  interface Configuration {
    setConfig(options: Readonly<Record<string, string | boolean | readonly string[] | number>>): void;
  }

  interface Synthetics {
    getConfiguration(): Configuration;
    /** Sends the request, and fails when it cannot be sent or `validate` rejects. */
    executeHttpStep(name: string, request: RequestOptions & { readonly body?: string }, validate: (response: IncomingMessage) => Promise<void>, config: StepConfig): Promise<unknown>;
    /** Does the work as a step of the report, and fails when it rejects. */
    executeStep(name: string, work: () => Promise<void>, config: StepConfig): Promise<unknown>;
    /** The page of the browser that the runtime has started. */
    getPage(): Promise<Page>;
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
