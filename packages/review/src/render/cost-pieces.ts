import type { Leaf, Piece } from '../markdown/budget';
import { code, Markdown, md, text } from '../markdown/markdown';
import type { CostLine, CostReview } from '../types';
import { foldGroup, leaf, RANKS, row, tableGroup, visibleGroup } from './pieces';
import { cut, grouped, plural, usd, usdChange, type Detail } from './values';

/** The monthly cost in one line with its warnings, and what it is made of in folds. */
export function costPieces(cost: CostReview | undefined, detail: Detail): Piece[] {
  if (cost === undefined) return [];
  const { beforeUsd, afterUsd, warnings, pricesAt } = cost;
  const change = usdChange(beforeUsd, afterUsd);
  const amount = change === 'unchanged' ? md`${figure(usd(afterUsd))} a month, unchanged` : md`${figure(usd(beforeUsd))} → **${figure(usd(afterUsd))}** a month (${figure(change)})`;
  const sum = leaf(md`${amount}. An estimate with prices of ${cut(pricesAt, detail.titleCharacters)}.\n\n`, RANKS.loss, 0);
  const told = warnings.map((warning) => leaf(md`- ⚠️ ${cut(warning, detail.titleCharacters)}\n`, RANKS.attention));
  return [visibleGroup(md`#### Cost`, [sum, ...told], 'warning', detail), ...linesFold(cost, detail), ...assumptionsFold(cost, detail), ...notPricedFold(cost, detail)];
}

function linesFold({ lines }: CostReview, detail: Detail): Piece[] {
  if (lines.length === 0) return [];
  const isChanged = ({ beforeUsd, afterUsd }: CostLine): boolean => usdChange(beforeUsd, afterUsd) !== 'unchanged';
  const sections = tableGroup(undefined, ['Section', 'Before', 'After', 'Change'], sectionSums(lines).map((sum) => amountRow(sum.section, sum, RANKS.overview, detail)), 'section', detail);
  const sorted = [...lines.filter(isChanged), ...lines.filter((line) => !isChanged(line))];
  const rows = sorted.map((line) => amountRow(`${line.section}: ${line.what}`, line, isChanged(line) ? RANKS.overview : RANKS.detail, detail));
  return [foldGroup('cost by section, and what is charged', [sections, tableGroup(undefined, ['What', 'Before', 'After', 'Change'], rows, 'line', detail)], 'line', detail)];
}

/** The lines of each section, added up, in the order in which sections come first. */
export function sectionSums(lines: readonly CostLine[]): Omit<CostLine, 'what'>[] {
  const sums = new Map<string, { section: string; beforeUsd: number; afterUsd: number }>();
  for (const { section, beforeUsd, afterUsd } of lines) {
    const sum = sums.get(section) ?? { section, beforeUsd: 0, afterUsd: 0 };
    sums.set(section, { section, beforeUsd: sum.beforeUsd + beforeUsd, afterUsd: sum.afterUsd + afterUsd });
  }
  return [...sums.values()];
}

function amountRow(what: string, { beforeUsd, afterUsd }: Pick<CostLine, 'beforeUsd' | 'afterUsd'>, rank: (typeof RANKS)[keyof typeof RANKS], { titleCharacters }: Detail): Leaf {
  return row([text(cut(what, titleCharacters)), figure(usd(beforeUsd)), figure(usd(afterUsd)), figure(usdChange(beforeUsd, afterUsd))], rank);
}

// digits and signs of our own: read as text, `1.20` would be guarded against being a list
function figure(amount: string): Markdown {
  return new Markdown(amount);
}

function assumptionsFold({ assumptions }: CostReview, detail: Detail): Piece[] {
  if (assumptions.length === 0) return [];
  const defaults = assumptions.filter(({ isDefault }) => isDefault).length;
  const rows = assumptions.map(({ path, value, unit, isDefault }) => row([code(cut(path, detail.titleCharacters)), text(cut(`${grouped(String(value))} ${unit}`, detail.titleCharacters)), md`${isDefault ? 'default' : 'from your file'}`], RANKS.overview));
  const table = tableGroup(md`Set these paths in the file to replace a default by your own figure.`, ['Path', 'Assumed', 'From'], rows, 'assumption', detail);
  return [foldGroup(`${plural(assumptions.length, 'assumption')} of the estimate, ${defaults} by default`, [table], 'assumption', detail)];
}

function notPricedFold({ notPriced }: CostReview, detail: Detail): Piece[] {
  if (notPriced.length === 0) return [];
  const items = notPriced.map((what) => leaf(md`- ${cut(what, detail.titleCharacters)}\n`, RANKS.overview));
  return [foldGroup(`${plural(notPriced.length, 'charge')} not in the estimate`, items, 'charge', detail)];
}
