import { renderComment, type Finding, type Review } from '@payment-observability/review';

/** Tells which findings a person reads in the comment without unfolding anything: by title and place, in one line, below the verdict. */
export function shownIn(review: Review): (finding: Finding) => boolean {
  const lines = withoutFolds(renderComment(review, { header: '<!-- sweep -->', summaryUrl: 'https://github.com/acme/payments/actions/runs/1' })).split('\n').filter((line) => line.startsWith('- '));
  const texts = lines.map(plain);
  return ({ title, path, logicalId }) => texts.some((line) => line.includes(plain(startOf(title))) && line.includes(plain(path ?? logicalId ?? '')));
}

/** The comment as it is shown first: everything in a fold is gone, folds within folds too. */
export function withoutFolds(comment: string): string {
  let depth = 0;
  let shown = '';
  for (const part of comment.split(/(<details>|<\/details>)/)) {
    if (part === '<details>') depth += 1;
    else if (part === '</details>') depth -= 1;
    else if (depth === 0) shown += part;
  }
  if (depth !== 0) throw new Error('a fold of the comment is not closed');
  return shown;
}

const TITLE_CHARACTERS = 200;

// long titles are cut; the statements of a permission have a table of their own
function startOf(title: string): string {
  return (/^(.* (?:are broadened|is opened to everyone|get access through \S+|gets access through \S+)): /.exec(title)?.[1] ?? title).slice(0, TITLE_CHARACTERS);
}

// escapes of Markdown, and marks that keep text from being read as a link or a mention
function plain(text: string): string {
  return text.replace(/[\\\u200b\u2060]/g, '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
