/** What is wrong with the structure of a Markdown text as GitHub reads it: unbalanced folds or fences, broken tables, raw HTML; empty when nothing is. */
export function structureFaults(markdown: string): string[] {
  const faults: string[] = [];
  let [fence, folds, columns, tableLine] = ['', 0, 0, 0];
  for (const [index, line] of markdown.split('\n').entries()) {
    const place = `line ${index + 1}`;
    // a fence has no backtick after it, else it is a code span
    const [, ticks] = /^(`{3,})[^`]*$/.exec(line) ?? [];
    if (fence !== '') {
      if (line === fence) fence = '';
      continue;
    }
    if (ticks) {
      fence = ticks;
      continue;
    }
    if (/^<details( open)?><summary>/.test(line)) folds += 1;
    if (line === '</details>') folds -= 1;
    if (folds < 0) faults.push(`${place}: a fold ends that was not begun`);
    const pipes = line.split('|').length - 1;
    tableLine = line.startsWith('|') ? tableLine + 1 : 0;
    if (tableLine === 1) columns = pipes;
    if (tableLine > 0 && (pipes !== columns || !line.endsWith('|'))) faults.push(`${place}: ${pipes} pipes in a table of ${columns}`);
    if (tableLine === 2 && !/^\|( --- \|)+$/.test(line)) faults.push(`${place}: no separator`);
    if (tableLine === 0 && pipes > 0) faults.push(`${place}: a pipe outside of a table`);
    faults.push(...htmlFaults(withoutCode(line)).map((fault) => `${place}: ${fault}`));
  }
  if (fence !== '') faults.push('a fence is open at the end');
  if (folds !== 0) faults.push(`${folds} folds are open at the end`);
  return faults;
}

/** The text without code spans and blocks, in which GitHub interprets nothing. */
export function outsideCode(markdown: string): string {
  return withoutCode(markdown.replace(/^(`{3,})[^`\n]*\n[\s\S]*?^\1$/gm, ''));
}

/** Mentions and issue references outside of code. */
export function mentions(markdown: string): string[] {
  return [...outsideCode(markdown).matchAll(/(?<!&)[@#](?=[\w-])/g)].map(([found]) => found);
}

function withoutCode(line: string): string {
  return line.replace(/(?<![\\`])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, 'CODE');
}

const OWN_TAGS = /<\/?(?:details(?: open)?|summary|code|span)>|<br>|<!--[^>]*-->/g;

function htmlFaults(line: string): string[] {
  return [...line.replace(OWN_TAGS, '').matchAll(/</g)].map(() => `raw HTML in ${JSON.stringify(line.slice(0, 200))}`);
}
