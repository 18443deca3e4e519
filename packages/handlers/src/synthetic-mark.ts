/** How a synthetic payment says that it is one: a header of the request, and a field of its body. Such a payment counts in no metric of the business. */
export const SYNTHETIC_HEADER = 'x-synthetic';
export const SYNTHETIC_FIELD = 'synthetic';
