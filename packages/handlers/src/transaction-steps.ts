/** One step of a synthetic transaction: a request, or work in the browser. */
export type TransactionStep = RequestStep | BrowserStep;

/** One request of a synthetic transaction. */
export interface RequestStep {
  readonly name: string;
  /** Below the URL of the canary; `{name}` stands for what an earlier step saved. */
  readonly path: string;
  readonly method: string;
  readonly body?: Readonly<Record<string, Scalar>>;
  readonly expectedStatus: number;
  /** Fields of the JSON answer, and the value each must have. */
  readonly expectedFields: Readonly<Record<string, Scalar>>;
  /** Names for later steps, and the field of the JSON answer that each stands for. */
  readonly save: Readonly<Record<string, string>>;
}

/** What is done on a page, in this order; each part waits until it can be done. */
export interface BrowserStep {
  readonly name: string;
  /** Page to open, below the URL of the canary; the step goes on where the last one ended when absent. */
  readonly path?: string;
  readonly expectedStatus: number;
  readonly browser: {
    /** CSS selector of what must be visible. */
    readonly waitFor?: string;
    /** CSS selectors of fields, and what is written into each; `{name}` stands for what an earlier step saved. */
    readonly fill?: Readonly<Record<string, Scalar>>;
    /** CSS selector. */
    readonly click?: string;
    readonly expectedText?: string;
    /** Part of the address without its query. */
    readonly expectedUrl?: string;
  };
}

export type Scalar = string | number | boolean;
export type Saved = Readonly<Record<string, Scalar>>;

export const isBrowserStep = (step: TransactionStep): step is BrowserStep => 'browser' in step;

/** The steps as JSON text, as the stack wrote them. @throws when it is none, or a step has not the fields of its kind */
export function parseSteps(text: string | undefined): readonly TransactionStep[] {
  const steps = jsonOf(text);
  if (!Array.isArray(steps) || steps.length === 0) throw new Error('environment of the canary: STEPS: expected a JSON list of steps');
  return steps.map((step: unknown, index) => {
    if (isStep(step)) return step;
    throw new Error(`environment of the canary: STEPS: step ${index + 1}: expected a request { name, path, method, expectedStatus, expectedFields, save } or a browser step { name, expectedStatus, browser }`);
  });
}

/** The text as JSON; undefined when it is none. */
export function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isStep(step: unknown): step is TransactionStep {
  if (!isObject(step) || typeof step['name'] !== 'string' || typeof step['expectedStatus'] !== 'number') return false;
  const { path, method, body, expectedFields, save, browser } = step;
  if (browser !== undefined) return isObject(browser) && (path === undefined || typeof path === 'string');
  return typeof path === 'string' && typeof method === 'string' && isObject(expectedFields) && isObject(save) && (body === undefined || isObject(body));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text with every `{name}` replaced by what was saved under it. */
export function filled(text: string, saved: Saved, encode: (value: string) => string = String): string {
  return text.replaceAll(/\{([^{}]*)\}/gu, (_, name: string) => {
    const value = Object.hasOwn(saved, name) ? saved[name] : undefined;
    if (value === undefined) throw new Error(`{${name}}: no earlier step has saved it`);
    return encode(String(value));
  });
}

/** The address of a path below the canary's URL, with what earlier steps saved. */
export function urlOf(base: URL, path: string, saved: Saved): URL {
  return new URL(`${base.origin}${base.pathname.replace(/\/$/u, '')}${filled(path, saved, encodeURIComponent)}`);
}

/** A field of an object by its dotted path; undefined when there is none. */
function fieldOf(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((current, key) => (typeof current === 'object' && current !== null && Object.hasOwn(current, key) ? (current as Record<string, unknown>)[key] : undefined), value);
}

/** What is wrong with the fields of an answer; the answer itself is not repeated, since it may hold anything. */
export function fieldFaults(answer: unknown, expectedFields: RequestStep['expectedFields']): readonly string[] {
  return Object.entries(expectedFields).flatMap(([field, expected]) => (fieldOf(answer, field) === expected ? [] : [`field ${field}: expected ${JSON.stringify(expected)}, found another value`]));
}

/** The saved values with those of one more answer. @throws when a field is missing */
export function withSaved(saved: Saved, answer: unknown, { name, save }: RequestStep): Saved {
  const more = Object.entries(save).map(([as, field]) => {
    const value = fieldOf(answer, field);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new Error(`${name}: field ${field}: expected a value to save, found none`);
    return [as, value] as const;
  });
  return { ...saved, ...Object.fromEntries(more) };
}
