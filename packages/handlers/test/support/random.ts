/** Random choices that a seed repeats. */
export interface Random {
  /** From 0 up to 1. */
  readonly number: () => number;
  /** A whole number from 0 up to `below`. */
  readonly below: (below: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly [T, ...T[]] | readonly T[]) => T;
}

/** Mulberry32: 2^32 different numbers from a seed of 32 bits. */
export function seededRandom(seed: number): Random {
  let state = seed;
  const number = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(number() * limit);
  return {
    number,
    below,
    chance: (probability) => number() < probability,
    pick: <T>(choices: readonly T[]) => {
      if (choices.length === 0) throw new Error('nothing to pick from');
      return choices[below(choices.length)] as T;
    },
  };
}
