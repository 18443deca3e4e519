import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { AssetStaging, Fn, Stack } from 'aws-cdk-lib/core';
import { type Construct } from 'constructs';
import { handlerAsset, handlerFolder } from '../handler-asset';

const HANDLER = 'transaction-processor';

export interface ProcessorCode {
  readonly properties: {
    readonly packageType: 'Zip' | 'Image';
    readonly code: CfnFunction.CodeProperty;
    readonly runtime?: string;
    readonly handler?: string;
  };
  /** Address of the registry that holds the image, without the tag; undefined for a zip. */
  readonly repositoryUrl?: string;
}

/** The processor as a zip. */
export function zipCode(scope: Construct): ProcessorCode {
  const { s3Location } = handlerAsset(scope, HANDLER).bind(scope);
  if (!s3Location) throw new Error(`the code of ${HANDLER} is no asset in S3`);
  return {
    properties: { packageType: 'Zip', runtime: 'nodejs22.x', handler: 'index.handler', code: { s3Bucket: s3Location.bucketName, s3Key: s3Location.objectKey } },
  };
}

/**
 * The processor as a container image, built and pushed by whoever deploys. Its tag is a hash of all that the image is made from, so
 * that registries with immutable tags take it and the same sources are pushed once.
 */
export function imageCode(scope: Construct, platform: 'linux/amd64' | 'linux/arm64'): ProcessorCode {
  const stack = Stack.of(scope);
  const staging = new AssetStaging(scope, 'Image', { sourcePath: handlerFolder(scope, `${HANDLER}-container`), extraHash: platform });
  const { imageUri } = stack.synthesizer.addDockerImageAsset({ directoryName: staging.relativeStagedPath(stack), sourceHash: staging.assetHash, platform, displayName: HANDLER });
  return { properties: { packageType: 'Image', code: { imageUri } }, repositoryUrl: Fn.select(0, Fn.split(`:${staging.assetHash}`, imageUri)) };
}
