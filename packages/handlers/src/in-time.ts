/** Synthetics has no timeout for a step, and a run that Lambda stops reports nothing at all. @throws when `step` takes longer */
export async function inTime(step: Promise<unknown>, { name, timeoutMs }: { readonly name: string; readonly timeoutMs: number }): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name}: no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([step, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
