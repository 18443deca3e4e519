const MASK = '***';

/** Replaces secrets, and the forms they take in base64, JSON and URLs, by `***`. */
export class SecretMasker {
  readonly #values = new Set<string>();

  /** Masks a value from now on, and each of its lines. */
  add(secret: string): void {
    for (const value of [secret, ...secret.split(/\r?\n/)].filter((one) => one.trim() !== '')) {
      for (const form of [value, Buffer.from(value).toString('base64'), JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]) this.#values.add(form);
    }
  }

  mask(text: string): string {
    return [...this.#values].sort((a, b) => b.length - a.length).reduce((masked, value) => masked.replaceAll(value, MASK), text);
  }
}
