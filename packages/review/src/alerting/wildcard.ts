/** Whether the text matches a pattern of IAM, in which `*` stands for anything and `?` for one character. No regular expression, which a hostile pattern could make slow. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [at, inText] = [0, 0];
  let star = -1;
  let resume = 0;
  while (inText < text.length) {
    if (pattern[at] === '*') {
      star = at;
      at += 1;
      resume = inText;
    } else if (pattern[at] === '?' || pattern[at] === text[inText]) {
      at += 1;
      inText += 1;
    } else if (star >= 0) {
      // the last star takes one character more
      at = star + 1;
      resume += 1;
      inText = resume;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
