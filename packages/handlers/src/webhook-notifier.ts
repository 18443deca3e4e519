/** Signed webhooks: fails every call until the notifier of that name is part of this package. */
export const handler = (): Promise<never> => Promise.reject(new Error('webhook-notifier: not part of this build'));
