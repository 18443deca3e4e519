/** Whether a text fits a pattern in which `*` stands for any characters and `?` for one; takes no longer than both lengths multiplied. */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, position] = [0, 0];
  /** Where the last `*` stands, and how much of the text it has taken. */
  let [star, taken] = [-1, 0];
  while (position < text.length) {
    if (pattern[at] === '*') {
      [star, taken] = [at, position];
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[position]) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      taken += 1;
      [at, position] = [star + 1, taken];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
