import { shortDigest } from './canonical-json';
import type { Comparison } from './comparison';
import { pathText } from './property-changes';
import type { ResourceDifference } from './resource-differences';
import type { Action, TemplateChange } from './types';

/** One change as a person reads it: where it is, without its values. */
export interface PieceOfChange {
  /** Logical id of a resource, or part and name such as `Outputs.TopicArn`. */
  readonly name: string;
  /** Type of a resource; undefined for other parts of the template. */
  readonly type?: string;
  readonly action: Action;
  /** The property that changes; undefined where the change counts as a whole. */
  readonly path?: string;
}

/** A change that is covered or not on its own, with the digest of all that it does. */
export interface ChangePiece extends PieceOfChange {
  readonly digest: string;
}

/** A resource with more changed properties than this is covered as a whole or not at all. */
const MAX_PROPERTY_PIECES = 8;

/** The smallest changes that a review can show without the others: properties that change, resources that come or go. */
export function changePieces({ resources, templateChanges }: Comparison): ChangePiece[] {
  return [...resources.flatMap(resourcePieces), ...templateChanges.map(templatePiece)];
}

function resourcePieces({ logicalId, type, action, properties, before, after }: ResourceDifference): ChangePiece[] {
  const resource = { name: logicalId, type, action };
  if (!before || !after || properties.length > MAX_PROPERTY_PIECES) return [{ ...resource, digest: shortDigest([logicalId, type, action, properties]) }];
  // what replaces a resource is a piece of its own, since one of several changes may be behind it
  const replacement = action === 'update' ? [] : [{ ...resource, digest: shortDigest([logicalId, type, action]) }];
  return [...replacement, ...properties.map((property) => ({ ...resource, path: pathText(property.path), digest: shortDigest([logicalId, type, property]) }))];
}

function templatePiece({ section, name, action, before, after }: TemplateChange): ChangePiece {
  return { name: name === '' ? section : `${section}.${name}`, action, digest: shortDigest([section, name, action, before, after]) };
}
