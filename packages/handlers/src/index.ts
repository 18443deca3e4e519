/** The functions of this package: each has its entry in `src/<name>.ts` and its bundle in `<root>/<name>/index.js`. */
export const HANDLERS = ['slack-notifier', 'pagerduty-notifier', 'webhook-notifier', 'xray-encryption', 'payment-function', 'transaction-processor', 'metric-collector', 'alert-heartbeat'] as const;

export type HandlerName = (typeof HANDLERS)[number];

/** Scripts for CloudWatch Synthetics, from syn-nodejs-puppeteer-13.1 on: each has its entry and its bundle as a function has. */
export const CANARIES = ['health-canary', 'transaction-canary', 'browser-canary'] as const;

export type CanaryName = (typeof CANARIES)[number];

/** Functions that come as a container image too: each has its files in `container/<name>`, and all its image needs in `<root>/<name>-container`. */
export const CONTAINERS = ['transaction-processor'] as const;
