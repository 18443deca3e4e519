import { ApiError, invalidRequest } from './api-error';

/** Fields of a JSON request body, refused with GitHub's own words when they have the wrong form. */
export class RequestBody {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  static parse(text: string): RequestBody {
    if (text === '') return new RequestBody({});
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw Object.assign(new ApiError(400, 'Problems parsing JSON'), { cause: error });
    }
    if (!isObject(value)) throw new ApiError(400, 'Body should be a JSON object');
    return new RequestBody(value);
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  value(name: string): unknown {
    return this.#fields[name];
  }

  requiredString(name: string): string {
    return this.string(name) ?? this.#missing(name);
  }

  string(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not a string.`);
    return value;
  }

  boolean(name: string): boolean | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'boolean') throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not a boolean.`);
    return value;
  }

  requiredInteger(name: string): number {
    const value = this.#fields[name] ?? this.#missing(name);
    if (!Number.isInteger(value)) throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not an integer.`);
    return value as number;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const value = this.string(name);
    const found = allowed.find((one) => one === value);
    if (value !== undefined && found === undefined) throw invalidRequest(`For 'properties/${name}', ${value} is not a member of ${JSON.stringify(allowed)}.`);
    return found;
  }

  requiredOneOf<T extends string>(name: string, allowed: readonly T[]): T {
    return this.oneOf(name, allowed) ?? this.#missing(name);
  }

  object(name: string): RequestBody | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (!isObject(value)) throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not an object.`);
    return new RequestBody(value);
  }

  strings(name: string): string[] | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((one) => typeof one === 'string')) throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not an array of strings.`);
    return value;
  }

  objects(name: string): RequestBody[] {
    const value = this.#fields[name] ?? [];
    if (!Array.isArray(value) || !value.every(isObject)) throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not an array of objects.`);
    return value.map((one) => new RequestBody(one));
  }

  #missing(name: string): never {
    throw invalidRequest(`"${name}" wasn't supplied.`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
