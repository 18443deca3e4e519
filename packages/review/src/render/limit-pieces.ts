import type { Piece } from '../markdown/budget';
import { code, md, text } from '../markdown/markdown';
import type { LimitUse } from '../types';
import { foldGroup, leaf, RANKS, row, tableGroup, visibleGroup } from './pieces';
import { cut, plural, type Detail } from './values';

/** Share of a limit from which it is told without unfolding anything. */
const NEAR = 0.8;

/** Limits, the nearest first: those that are near in sight, all of them in a fold. */
export function limitPieces(limits: readonly LimitUse[] | undefined, detail: Detail): Piece[] {
  const [nearest, ...others] = nearestFirst(limits ?? []);
  if (nearest === undefined) return [];
  const all = [nearest, ...others];
  const near = all.filter((limit) => shareOf(limit) >= NEAR);
  const items = near.map((limit) => leaf(md`- ${shareOf(limit) > 1 ? '🛑' : '⚠️'} ${limitText(limit, detail)} ${placeOf(limit, detail)}\n`, shareOf(limit) > 1 ? RANKS.attention : RANKS.loss));
  const far = near.length > 0 ? [] : [leaf(md`Nearest: ${limitText(nearest, detail)}.\n`, RANKS.extent, 0)];
  const rows = all.map((limit) => row([text(cut(limit.what, detail.titleCharacters)), md`${limit.used} of ${limit.limit} (${percent(limit)})`, placeOf(limit, detail)], RANKS.overview));
  const table = tableGroup(undefined, ['Limit', 'Used', 'Where'], rows, 'limit', detail);
  return [visibleGroup(md`#### Limits`, [...items, ...far], 'limit', detail), foldGroup(`all ${plural(all.length, 'limit')}`, [table], 'limit', detail)];
}

/** Limits by the share that is used, the nearest first. */
export function nearestFirst(limits: readonly LimitUse[]): readonly LimitUse[] {
  return limits.toSorted((a, b) => shareOf(b) - shareOf(a));
}

/** How much of the limit is used, 1 being all; a limit of nothing is all used. */
export function shareOf({ used, limit }: LimitUse): number {
  return limit === 0 ? (used > 0 ? Infinity : 1) : used / limit;
}

/** `82 %`, rounded down, so that what is not full never reads as full. */
export function percent(use: LimitUse): string {
  const share = shareOf(use);
  return Number.isFinite(share) ? `${Math.floor(share * 100)} %` : 'over';
}

function limitText(limit: LimitUse, { titleCharacters }: Detail) {
  return md`${cut(limit.what, titleCharacters)}: ${limit.used} of ${limit.limit} (${percent(limit)})`;
}

function placeOf({ of, path }: LimitUse, { titleCharacters }: Detail) {
  return code(cut(path ?? of, titleCharacters));
}
