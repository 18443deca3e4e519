import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Plugin } from 'esbuild';

/** The two facts of a property, and the one of a type, that @aws-cdk/cloudformation-diff reads. */
interface SlimType {
  readonly scrutinizable?: string;
  readonly properties: Record<string, { readonly causesReplacement?: string; readonly scrutinizable?: string }>;
}

/** Every CloudFormation type with the facts a diff needs, and nothing else: 264 KB instead of 15 MB. */
function slimServiceSpec(): Record<string, SlimType> {
  const database = loadAwsServiceSpecSync();
  return Object.fromEntries(
    [...database.all('resource')]
      .sort((a, b) => (a.cloudFormationType < b.cloudFormationType ? -1 : 1))
      .map((resource) => [
        resource.cloudFormationType,
        {
          ...(resource.scrutinizable !== undefined && { scrutinizable: resource.scrutinizable }),
          properties: Object.fromEntries(
            Object.entries(resource.properties)
              .filter(([, { causesReplacement, scrutinizable }]) => causesReplacement !== undefined || scrutinizable !== undefined)
              .map(([name, { causesReplacement, scrutinizable }]) => [
                name,
                { ...(causesReplacement !== undefined && { causesReplacement }), ...(scrutinizable !== undefined && { scrutinizable }) },
              ]),
          ),
        },
      ]),
  );
}

const NAMESPACE = 'slim-service-spec';

/** File beside the bundle that holds the slim spec. */
export const SERVICE_SPEC_FILE = 'service-spec.json';

/** The slim spec as text. */
export const serviceSpecText = (): string => JSON.stringify(slimServiceSpec());

/**
 * Replaces @aws-cdk/aws-service-spec in a bundle: the real one is read from a 15 MB database at the first diff. The
 * replacement answers the single look-up that @aws-cdk/cloudformation-diff makes.
 */
export const slimServiceSpecPlugin: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^@aws-cdk\/aws-service-spec$/ }, () => ({ path: 'index.js', namespace: NAMESPACE }));
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, () => ({
      contents: `
        const { readFileSync } = require('node:fs');
        const { join } = require('node:path');
        let types;
        exports.loadAwsServiceSpecSync = () => ({
          lookup(kind, index, operator, type) {
            if (kind !== 'resource' || index !== 'cloudFormationType' || operator !== 'equals') throw new Error('the bundled service spec has no look-up ' + [kind, index, operator].join(' '));
            types ??= JSON.parse(readFileSync(join(__dirname, '${SERVICE_SPEC_FILE}'), 'utf8'));
            return types[type] ? [types[type]] : [];
          },
        });
      `,
      loader: 'js',
    }));
  },
};
