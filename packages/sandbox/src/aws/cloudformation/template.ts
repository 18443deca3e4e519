import { Pair, parseDocument, Scalar, YAMLMap, type CollectionTag, type ScalarTag, type YAMLSeq } from 'yaml';
import { validationError } from '../errors';

export type TemplateResource = {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly Metadata?: unknown;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

export type TemplateParameter = {
  readonly Type: string;
  readonly Default?: unknown;
  readonly NoEcho?: boolean | string;
  readonly AllowedValues?: readonly unknown[];
  readonly AllowedPattern?: string;
  readonly MinLength?: number | string;
  readonly MaxLength?: number | string;
  readonly MinValue?: number | string;
  readonly MaxValue?: number | string;
  readonly Description?: string;
  readonly ConstraintDescription?: string;
};

export type TemplateOutput = {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
};

export type Template = {
  readonly Description?: string;
  readonly Metadata?: unknown;
  readonly Parameters: Record<string, TemplateParameter>;
  readonly Mappings: Record<string, Record<string, Record<string, unknown>>>;
  readonly Conditions: Record<string, unknown>;
  readonly Resources: Record<string, TemplateResource>;
  readonly Outputs: Record<string, TemplateOutput>;
};

/** Limits of https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const INLINE_TEMPLATE_BYTES = 51_200;
export const S3_TEMPLATE_BYTES = 1_048_576;
export const MAX_RESOURCES = 500;

const SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions', 'Transform', 'Resources', 'Outputs', 'Hooks'];
const RESOURCE_MEMBERS = ['Type', 'Properties', 'DependsOn', 'Condition', 'Metadata', 'DeletionPolicy', 'UpdateReplacePolicy', 'CreationPolicy', 'UpdatePolicy'];
const DELETION_POLICIES = ['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate'];

const formatError = (message: string) => validationError(`Template format error: ${message}`);

/** Reads a JSON or YAML template and checks its frame; throws CloudFormation's ValidationError. */
export function parseTemplate(body: string): Template {
  const raw = parseBody(body);
  if (!isRecord(raw)) throw formatError('unsupported structure.');
  const unknown = Object.keys(raw).filter((section) => !SECTIONS.includes(section));
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`);
  if (raw['Transform'] !== undefined) throw validationError(`The sandbox runs no transforms, found Transform ${JSON.stringify(raw['Transform'])}`);
  const version = raw['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09') throw formatError(`${JSON.stringify(version)} is not a supported value for AWSTemplateFormatVersion.`);
  for (const section of ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs']) {
    if (raw[section] !== undefined && !isRecord(raw[section])) throw formatError(`${section} must be an object.`);
  }
  const template = { Parameters: {}, Mappings: {}, Conditions: {}, Outputs: {}, Resources: {}, ...raw } as Template;
  checkResources(template.Resources);
  for (const [name, output] of Object.entries(template.Outputs)) {
    if (!isRecord(output) || output.Value === undefined) throw formatError(`Output ${name} is malformed. The Value of every output must be given.`);
  }
  return template;
}

function checkResources(resources: Record<string, TemplateResource>): void {
  const count = Object.keys(resources).length;
  if (count === 0) throw formatError('At least one Resources member must be defined.');
  if (count > MAX_RESOURCES) throw formatError(`Number of resources, ${count}, is greater than maximum allowed, ${MAX_RESOURCES}`);
  for (const [logicalId, resource] of Object.entries(resources)) {
    if (!/^[a-zA-Z0-9]{1,255}$/.test(logicalId)) throw formatError(`Resource name ${logicalId} is non alphanumeric.`);
    if (!isRecord(resource)) throw formatError('Resource definition must be an object.');
    if (typeof resource.Type !== 'string') throw formatError(`[/Resources/${logicalId}] Every Resources object must contain a Type member.`);
    const unknown = Object.keys(resource).find((member) => !RESOURCE_MEMBERS.includes(member));
    if (unknown !== undefined) throw validationError(`Invalid template resource property '${unknown}'`);
    if (resource.Properties !== undefined && !isRecord(resource.Properties)) throw formatError(`[/Resources/${logicalId}/Properties] 'null' values are not allowed in templates`);
    for (const policy of [resource.DeletionPolicy, resource.UpdateReplacePolicy]) {
      if (policy !== undefined && !DELETION_POLICIES.includes(policy)) throw formatError(`Unrecognized DeletionPolicy ${String(policy)} for resource ${logicalId}`);
    }
    const nullPath = pathOfNull(resource.Properties, `/Resources/${logicalId}/Properties`);
    if (nullPath !== undefined) throw formatError(`[${nullPath}] 'null' values are not allowed in templates`);
  }
}

function pathOfNull(value: unknown, path: string): string | undefined {
  if (value === null) return path;
  if (typeof value !== 'object') return undefined;
  for (const [key, item] of Object.entries(value)) {
    const found = pathOfNull(item, `${path}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parseBody(body: string): unknown {
  if (body.trimStart().startsWith('{')) {
    try {
      return JSON.parse(body) as unknown;
    } catch {
      // YAML contains JSON: what is no JSON may still be a flow mapping
    }
  }
  const document = parseDocument(body, { customTags: SHORT_FORMS, prettyErrors: true });
  const [problem] = document.errors;
  if (problem !== undefined) {
    const [at] = problem.linePos ?? [{ line: 1, col: 1 }];
    throw formatError(`YAML not well-formed. (line ${at.line}, column ${at.col})`);
  }
  return document.toJS() as unknown;
}

// !Ref, !Sub, !GetAtt, …: CloudFormation's short forms of its functions
const SHORT_FORMS = [
  'Ref', 'Condition', 'Base64', 'Cidr', 'FindInMap', 'GetAtt', 'GetAZs', 'ImportValue', 'Join', 'Select', 'Split', 'Sub', 'If', 'Equals', 'And', 'Or', 'Not',
].flatMap((name): (ScalarTag | CollectionTag)[] => {
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (text) => ({ [key]: name === 'GetAtt' ? splitAttribute(text) : text }) },
    ...(['seq', 'map'] as const).map((collection) => ({
      tag: `!${name}`,
      collection,
      resolve: (node: YAMLMap | YAMLSeq) => {
        const wrapped = new YAMLMap();
        wrapped.items.push(new Pair(new Scalar(key), node));
        return wrapped;
      },
    })),
  ];
});

/** `Name.Nested.Attribute` → the logical id and the attribute. */
export function splitAttribute(text: string): [string, string] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, ''] : [text.slice(0, dot), text.slice(dot + 1)];
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
