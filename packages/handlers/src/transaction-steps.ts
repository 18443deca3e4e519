/** One request of a synthetic transaction. */
export interface TransactionStep {
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

export type Scalar = string | number | boolean;
export type Saved = Readonly<Record<string, Scalar>>;

/** The steps as JSON text, as the stack wrote them. */
export function parseSteps(text: string | undefined): readonly TransactionStep[] {
  const parsed: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!Array.isArray(parsed) || parsed.length === 0) throw new Error('environment of the canary: STEPS: expected a JSON list of steps');
  return parsed as readonly TransactionStep[];
}

/** A text with every `{name}` replaced by what was saved under it. */
export function filled(text: string, saved: Saved, encode: (value: string) => string = String): string {
  return text.replaceAll(/\{([^{}]*)\}/gu, (_, name: string) => {
    const value = Object.hasOwn(saved, name) ? saved[name] : undefined;
    if (value === undefined) throw new Error(`{${name}}: no earlier step has saved it`);
    return encode(String(value));
  });
}

/** A field of an object by its dotted path; undefined when there is none. */
export function fieldOf(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((current, key) => (typeof current === 'object' && current !== null && Object.hasOwn(current, key) ? (current as Record<string, unknown>)[key] : undefined), value);
}

/** What is wrong with the fields of an answer; the answer itself is not repeated, since it may hold anything. */
export function fieldFaults(answer: unknown, expectedFields: TransactionStep['expectedFields']): readonly string[] {
  return Object.entries(expectedFields).flatMap(([field, expected]) => (fieldOf(answer, field) === expected ? [] : [`field ${field}: expected ${JSON.stringify(expected)}, found another value`]));
}

/** The saved values with those of one more answer. @throws when a field is missing */
export function withSaved(saved: Saved, answer: unknown, { name, save }: TransactionStep): Saved {
  const more = Object.entries(save).map(([as, field]) => {
    const value = fieldOf(answer, field);
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new Error(`${name}: field ${field}: expected a value to save, found none`);
    return [as, value] as const;
  });
  return { ...saved, ...Object.fromEntries(more) };
}
