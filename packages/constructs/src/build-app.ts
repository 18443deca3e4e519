import type { Config } from '@payment-observability/config';
import { CfnRole, ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { App, Aspects, CliCredentialsStackSynthesizer, DefaultStackSynthesizer, type AppProps, type IReusableStackSynthesizer } from 'aws-cdk-lib/core';
import { HANDLERS_ROOT } from './handler-asset';
import { inKeyOrder } from './key-order';
import { ObservabilityStack } from './observability-stack';
import { planStacks } from './stack-plan';

/** The account bootstrap of `apps/github-oidc`, by the prefix its names begin with. */
export interface Bootstrap {
  /** Bucket that assets and templates are uploaded to; may hold `${AWS::AccountId}` and `${AWS::Region}`. */
  readonly assetBucketName: string;
  /** Registry that images are pushed to; may hold `${AWS::AccountId}` and `${AWS::Region}`. Needed by a processor that is a container. */
  readonly imageRepositoryName?: string;
  /** Managed policy that bounds every role of the stacks. */
  readonly permissionsBoundaryName: string;
  /** Path that the execution role may create roles below, for example `/payment-observability/`. */
  readonly rolePath: string;
}

export interface BuildOptions {
  /** Folder with the built handlers. @default beside this package */
  readonly handlersRoot?: string;
  /** Deploy with the caller's credentials and this bootstrap. @default CDK's own bootstrap */
  readonly bootstrap?: Bootstrap;
  /** Folder of the cloud assembly. @default cdk.out */
  readonly outdir?: string;
  /** Run CDK's template validation, which costs seconds. @default true */
  readonly validation?: boolean;
}

/** What the CDK CLI sets for every app: without it an in-process synthesis differs from a `cdk` user's. */
const CLI_CONTEXT = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:disable-asset-staging': false };

/** Left to our own check, which says which part of the file is too large and how to spread it. */
const NO_RESOURCE_LIMIT = { '@aws-cdk/core:stackResourceLimit': 0 };

/** The Region is known, so ARNs are written out: policies inside JSON strings and the review stay readable. */
const FEATURE_FLAGS = { '@aws-cdk/core:enablePartitionLiterals': true };

/** A CDK app with the stacks of every given environment, in the order of their deployment. */
export function buildApp(configs: readonly Config[], options: BuildOptions = {}): App {
  const app = new App(appProps(options));
  for (const config of configs) addObservability(app, config, options);
  return app;
}

/** Adds the stacks of one environment to an app, in the order of their deployment. */
export function addObservability(app: App, written: Config, { bootstrap }: BuildOptions = {}): readonly ObservabilityStack[] {
  const config = inKeyOrder(written);
  return planStacks(config).map((plan) => {
    const stack = new ObservabilityStack(app, plan.stackName, {
      plan,
      stackName: plan.stackName,
      description: `Observability of ${config.name} (${config.environment.name}), template ${config.template}`,
      env: { account: config.environment.account, region: plan.region },
      terminationProtection: config.environment.protected,
      analyticsReporting: false,
      synthesizer: synthesizerOf(bootstrap),
    });
    if (bootstrap) boundRoles(stack, bootstrap);
    return stack;
  });
}

/** Gives every role of a stack the boundary and the path without which the execution role cannot create it. */
function boundRoles(stack: ObservabilityStack, { permissionsBoundaryName, rolePath }: Bootstrap): void {
  PermissionsBoundary.of(stack).apply(ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', permissionsBoundaryName));
  Aspects.of(stack).add({
    visit(node) {
      if (node instanceof CfnRole) node.path = rolePath;
    },
  });
}

function appProps({ handlersRoot, outdir, validation = true }: BuildOptions): AppProps {
  return {
    analyticsReporting: false,
    context: { ...CLI_CONTEXT, ...FEATURE_FLAGS, ...NO_RESOURCE_LIMIT, 'aws:cdk:disable-creation-stack-traces': true, ...(handlersRoot !== undefined && { [HANDLERS_ROOT]: handlersRoot }) },
    ...(outdir !== undefined && { outdir }),
    // the tree is for validation's reports and for tools; without either it costs a tenth of a large synthesis
    ...(validation ? {} : { builtinCloudFormationValidation: false, treeMetadata: false }),
  };
}

function synthesizerOf(bootstrap: Bootstrap | undefined): IReusableStackSynthesizer {
  const synthesizer = bootstrap
    ? new CliCredentialsStackSynthesizer({
        fileAssetsBucketName: bootstrap.assetBucketName,
        ...(bootstrap.imageRepositoryName !== undefined && { imageAssetsRepositoryName: bootstrap.imageRepositoryName }),
      })
    : new DefaultStackSynthesizer();
  // CDK's classes say `string | undefined` where its interface, read with exactOptionalPropertyTypes, says `string`
  return synthesizer as IReusableStackSynthesizer;
}
