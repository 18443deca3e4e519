/** Version of the action, set when it is bundled. */
export const ACTION_VERSION: string = process.env['PAYMENT_OBSERVABILITY_VERSION'] ?? '0.0.0';
