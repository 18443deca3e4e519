import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** CDK context key that says where the built handlers are: one folder for each, with an index.js. */
export const HANDLERS_ROOT = 'payment-observability:handlers';

/** Where the built handlers are, unless the context says otherwise: in the published package, or in the workspace. */
const DEFAULT_ROOTS = [join(__dirname, '..', 'handlers'), join(__dirname, '..', '..', 'handlers', 'dist')];

/**
 * The code of one of our Lambda functions, as an asset.
 *
 * @throws when the handlers were not built, naming the folders that were looked at.
 */
export function handlerAsset(scope: Construct, name: string): Code {
  return Code.fromAsset(handlerFolder(scope, name));
}

/** The folder with what was built for one of our functions. Throws as `handlerAsset` does. */
export function handlerFolder(scope: Construct, name: string): string {
  const injected: unknown = scope.node.tryGetContext(HANDLERS_ROOT);
  const roots = typeof injected === 'string' ? [injected] : DEFAULT_ROOTS;
  const folder = roots.map((root) => join(root, name)).find((candidate) => existsSync(join(candidate, 'index.js')));
  if (!folder) throw new Error(`handler ${name} is not built: no index.js in ${roots.map((root) => join(root, name)).join(' or ')}; run the bundle target of the handlers`);
  return folder;
}
