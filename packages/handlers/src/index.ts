/** The functions of this package: each has its entry in `src/<name>.ts` and its bundle in `<root>/<name>/index.js`. */
export const HANDLERS = ['slack-notifier', 'xray-encryption'] as const;

export type HandlerName = (typeof HANDLERS)[number];
