/** The folder that `bundle-once.ts` has bundled every function and canary into: `<name>/index.js`. */
export const BUNDLES = bundles();

function bundles(): string {
  const folder = process.env['BUNDLED_HANDLERS'];
  if (folder === undefined) throw new Error('BUNDLED_HANDLERS: expected the folder that the global setup of jest.config.json bundles into, found nothing; run jest in packages/handlers');
  return folder;
}
