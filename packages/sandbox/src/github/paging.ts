const DEFAULT_PER_PAGE = 30;
const MAX_PER_PAGE = 100;

/** One page of a list by `page` and `per_page`, and the Link header that leads to the others. */
export function paginate(items: readonly unknown[], url: URL): { page: readonly unknown[]; link?: string } {
  const perPage = Math.min(positive(url.searchParams.get('per_page')) ?? DEFAULT_PER_PAGE, MAX_PER_PAGE);
  const page = positive(url.searchParams.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const targets: [string, number, boolean][] = [
    ['prev', Math.min(page - 1, last), page > 1],
    ['next', page + 1, page < last],
    ['last', last, page < last],
    ['first', 1, page > 1],
  ];
  const link = targets.filter(([, , shown]) => shown).map(([rel, target]) => `<${withPage(url, target)}>; rel="${rel}"`).join(', ');
  return { page: items.slice((page - 1) * perPage, page * perPage), ...(link !== '' && { link }) };
}

function withPage(url: URL, page: number): string {
  const target = new URL(url);
  target.searchParams.set('page', String(page));
  return target.href;
}

function positive(value: string | null): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
