import { createRequire } from 'node:module';

/** Why a resource does not fit its type's schema, in CloudFormation's words, or undefined. */
export type SchemaValidator = (templateBody: string, logicalId: string) => string | undefined;

type Diagnostic = { readonly ruleId: string; readonly severity: string; readonly message: string; readonly propertyPath?: string; readonly entity?: { readonly logicalId?: string } };
type ValidateModule = {
  readonly CompositeEngine: new () => { validateTemplate(template: unknown): { readonly diagnostics: readonly Diagnostic[] } };
  readonly TemplateContent: new (content: string, name: string) => unknown;
};

/** A value outside an enumeration; the validator only warns, because its lists age, where the services refuse. */
const NOT_IN_ENUMERATION = 'W3030';

/** Validates with the `@aws/cloudformation-validate` that aws-cdk-lib brings along; it is loaded on first use (about 2 s and 260 MB). */
export function createSchemaValidator(): SchemaValidator {
  let validate: ((templateBody: string) => readonly Diagnostic[]) | undefined;
  const found = new Map<string, readonly Diagnostic[]>();
  return (templateBody, logicalId) => {
    validate ??= loadValidate();
    const diagnostics = found.get(templateBody) ?? validate(templateBody);
    found.set(templateBody, diagnostics);
    const refused = diagnostics.filter(({ entity, severity, ruleId }) => entity?.logicalId === logicalId && (severity === 'FATAL' || ruleId === NOT_IN_ENUMERATION));
    if (refused.length === 0) return undefined;
    const lines = refused.map(({ propertyPath = '', message }) => `${propertyPath.replace(/^Properties/, '#').replaceAll('.', '/')}: ${message}`);
    return `Properties validation failed for resource ${logicalId} with message:\n${lines.join('\n')}`;
  };
}

function loadValidate(): (templateBody: string) => readonly Diagnostic[] {
  const fromHere = createRequire(__filename);
  // it lies inside aws-cdk-lib, which resolves it from its own folder
  const { CompositeEngine, TemplateContent } = createRequire(fromHere.resolve('aws-cdk-lib/package.json'))('@aws/cloudformation-validate') as ValidateModule;
  const engine = new CompositeEngine();
  return (templateBody) => engine.validateTemplate(new TemplateContent(templateBody, 'template')).diagnostics;
}
