import { uuidOf } from '../identifiers';
import { type ResourceState, type StackEvent, type StackState } from './stack-state';

const BEGINNINGS = ['REVIEW_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'DELETE_IN_PROGRESS'];

/** Writes the events of stacks, each with a time of its own. */
export class EventLog {
  constructor(private readonly now: () => Date) {}

  ofResource(stack: StackState, resource: ResourceState, status: string, reason?: string): StackEvent {
    const properties = Object.keys(resource.properties).length === 0 ? {} : { properties: JSON.stringify(resource.properties) };
    return this.add(stack, { logicalId: resource.logicalId, physicalId: resource.physicalId, type: resource.type, status, ...(reason === undefined ? {} : { reason }), ...properties });
  }

  /** Puts the stack into a status, and says so in its events. */
  ofStack(stack: StackState, status: string, reason?: string): void {
    stack.status = status;
    if (reason === undefined) delete stack.statusReason;
    else stack.statusReason = reason;
    this.add(stack, { logicalId: stack.name, physicalId: stack.stackId, type: 'AWS::CloudFormation::Stack', status, ...(reason === undefined ? {} : { reason }) });
  }

  private add(stack: StackState, event: Omit<StackEvent, 'eventId' | 'timestamp' | 'operationId'>): StackEvent {
    const eventId = `${event.logicalId}-${uuidOf(`${stack.stackId}/${stack.events.length}`)}`;
    const begins = event.physicalId === stack.stackId && BEGINNINGS.includes(event.status);
    const operationId = (begins ? undefined : stack.events.at(-1)?.operationId) ?? uuidOf(`${stack.stackId}/operation/${stack.events.length}`);
    const added: StackEvent = { ...event, eventId, timestamp: this.now().toISOString(), operationId };
    stack.events.push(added);
    return added;
  }
}
