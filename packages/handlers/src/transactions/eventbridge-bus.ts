import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type EventBus } from './transaction-events';

/** The custom bus `busName`, as events of `eventSource`. */
export function eventBridgeBus(client: EventBridgeClient, { busName, eventSource }: { readonly busName: string; readonly eventSource: string }): EventBus {
  return {
    async put(entries, timeoutMs) {
      const { Entries = [] } = await client.send(
        new PutEventsCommand({ Entries: entries.map(({ detailType, detail, time }) => ({ EventBusName: busName, Source: eventSource, DetailType: detailType, Detail: detail, Time: time })) }),
        { abortSignal: AbortSignal.timeout(Math.max(1, Math.floor(timeoutMs))) },
      );
      return Entries.map(({ EventId, ErrorCode, ErrorMessage }) => (EventId === undefined ? { code: ErrorCode ?? 'Unknown', message: ErrorMessage ?? '' } : undefined));
    },
  };
}
