import { asList, asObject, flatText, type Properties, referencedId, resourcesOf, type StackJson } from '../stack-json';
import { each, type Invariant } from './invariant';

const FUNCTION = 'AWS::Lambda::Function';
/** Services that call a function without waiting for its answer, so that a failed event is lost unless it is kept. */
const ASYNCHRONOUS_CALLERS = ['sns.amazonaws.com', 'events.amazonaws.com', 's3.amazonaws.com', 'logs.amazonaws.com', 'lambda.alarms.cloudwatch.amazonaws.com'];

const hasFailureDestination = ({ DestinationConfig }: Properties) => asObject(asObject(DestinationConfig)['OnFailure'])['Destination'] !== undefined;

export const DELIVERY_INVARIANTS: readonly Invariant[] = [
  each('every subscription keeps what it cannot deliver', ['AWS::SNS::Subscription'], ({ RedrivePolicy }) => RedrivePolicy !== undefined),
  each('every target of a rule keeps what it cannot deliver', ['AWS::Events::Rule'], ({ Targets }) => asList(Targets).every((target) => asObject(target)['DeadLetterConfig'] !== undefined)),
  each('every schedule keeps what it cannot deliver', ['AWS::Scheduler::Schedule'], ({ Target }) => asObject(Target)['DeadLetterConfig'] !== undefined),
  {
    name: 'every event source mapping keeps what fails',
    violations: (stack) =>
      resourcesOf(stack, 'AWS::Lambda::EventSourceMapping')
        .filter(([, mapping]) => !hasFailureDestination(mapping) && !readsQueueWithRedrive(stack, mapping))
        .map(([id]) => id),
  },
  {
    name: 'every function that is invoked asynchronously keeps what fails',
    violations(stack) {
      const invoked = resourcesOf(stack, 'AWS::Lambda::Permission')
        .filter(([, { Principal }]) => ASYNCHRONOUS_CALLERS.includes(flatText(Principal)))
        .map(([, { FunctionName }]) => referencedId(FunctionName) ?? flatText(FunctionName));
      const configured = resourcesOf(stack, 'AWS::Lambda::EventInvokeConfig').filter(([, config]) => hasFailureDestination(config)).map(([, { FunctionName }]) => referencedId(FunctionName));
      return resourcesOf(stack, FUNCTION)
        .filter(([id, { FunctionName, DeadLetterConfig }]) => (invoked.includes(id) || invoked.includes(flatText(FunctionName))) && DeadLetterConfig === undefined && !configured.includes(id))
        .map(([id]) => id);
    },
  },
  {
    name: 'no custom resource but the opt-in X-Ray encryption',
    violations: (stack) =>
      resourcesOf(stack)
        .filter(([, , type]) => (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') && type !== 'Custom::XRayEncryption')
        .map(([id, , type]) => `${id}: ${type}`),
  },
];

/** A mapping cannot have a destination of its own when it reads a queue: the queue has one then. */
function readsQueueWithRedrive({ Resources }: StackJson, { EventSourceArn }: Properties): boolean {
  const source = Resources[referencedId(EventSourceArn) ?? ''];
  return source?.Type === 'AWS::SQS::Queue' && source.Properties?.['RedrivePolicy'] !== undefined;
}
