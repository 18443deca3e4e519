import { CfnResource, TagManager, TagType, type ITaggableV2 } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

export interface TaggedResourceProps {
  /** Type of CloudFormation. */
  readonly type: string;
  /** As CloudFormation spells them. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A resource of CloudFormation whose CDK module is not needed for it alone, with the tags of its stack. */
export class TaggedResource extends CfnResource implements ITaggableV2 {
  public readonly cdkTagManager: TagManager;

  constructor(scope: Construct, id: string, props: TaggedResourceProps) {
    super(scope, id, props);
    this.cdkTagManager = new TagManager(TagType.STANDARD, props.type);
  }

  /** ARN of the resource, for types that return it as `Arn`. */
  public get arn(): string {
    return this.getAtt('Arn').toString();
  }

  /** CDK hands over the tags in lower case, which the code it generates for a type translates. */
  protected override renderProperties({ tags = [], ...properties }: { readonly tags?: readonly { readonly key: string; readonly value: string }[] }): Record<string, unknown> {
    return { ...properties, ...(tags.length > 0 && { Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) }) };
  }
}
