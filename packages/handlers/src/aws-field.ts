/** A Region becomes part of a link, so nothing else may pass for one. */
export function regionCode(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/u.test(value) ? value : undefined;
}

/** The id of an AWS account. */
export function accountId(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{12}$/u.test(value) ? value : undefined;
}

/** A time as ISO 8601, in whichever of its forms AWS wrote it. */
export function time(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 40 && /^\d{4}-\d{2}-\d{2}T/u.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

/** The id of an event: a UUID, as far as anyone has seen. */
export function eventId(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w-]{1,128}$/u.test(value) ? value : undefined;
}
