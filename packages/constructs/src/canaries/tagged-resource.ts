import { CfnResource, TagManager, TagType, type ITaggable } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * A CloudFormation resource of any type that takes tags, by the property names of its schema. In place of the classes of aws-ec2 and
 * aws-synthetics, whose modules are many times the size of what the canaries need.
 */
export class TaggedResource extends CfnResource implements ITaggable {
  public readonly tags: TagManager;

  constructor(scope: Construct, id: string, type: string, properties: Readonly<Record<string, unknown>>) {
    super(scope, id, { type, properties });
    this.tags = new TagManager(TagType.STANDARD, type, undefined, { tagPropertyName: 'Tags' });
  }
}
