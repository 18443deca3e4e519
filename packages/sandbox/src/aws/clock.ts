/** Gives times that never repeat, so that events which follow each other can be told apart. */
export function strictlyIncreasing(clock: () => Date): () => Date {
  let last = 0;
  return () => {
    last = Math.max(clock().getTime(), last + 1);
    return new Date(last);
  };
}
