/** A secret that is read again after five minutes, or at once when its receiver refuses it. */
export interface CachedSecret {
  /** The secret's text, at most five minutes old. */
  readonly read: () => Promise<string>;
  /** The secret's text as it is now. */
  readonly refresh: () => Promise<string>;
}

export const SECRET_MAX_AGE_MS = 5 * 60 * 1000;

/** Keeps what `load` returns for {@link SECRET_MAX_AGE_MS}; a failure is never kept. */
export function cachedSecret(load: () => Promise<string>, now: () => number): CachedSecret {
  let cached: { readonly value: string; readonly loadedAt: number } | undefined;
  const refresh = async (): Promise<string> => {
    const value = await load();
    cached = { value, loadedAt: now() };
    return value;
  };
  return {
    refresh,
    read: async () => (cached !== undefined && now() - cached.loadedAt < SECRET_MAX_AGE_MS ? cached.value : refresh()),
  };
}

/**
 * Calls `use` with the secret; when `isRefused` says that the receiver no longer takes it, calls once more with the secret as it is now (rotation).
 * A secret that has not changed is not tried twice.
 */
export async function withSecret<T>(secret: CachedSecret, use: (value: string) => Promise<T>, isRefused: (error: unknown) => boolean): Promise<T> {
  const value = await secret.read();
  try {
    return await use(value);
  } catch (error) {
    if (!isRefused(error)) throw error;
    const current = await secret.refresh();
    if (current === value) throw error;
    return use(current);
  }
}
