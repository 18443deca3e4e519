declare module 'dynalite' {
  import { type Server } from 'node:http';
  /** A server with the API of DynamoDB; without a path it keeps its tables in memory. */
  export default function dynalite(options?: { readonly createTableMs?: number }): Server;
}

declare module 'kinesalite' {
  import { type Server } from 'node:http';
  /** A server with the API of Kinesis; without a path it keeps its streams in memory. */
  export default function kinesalite(options?: { readonly createStreamMs?: number; readonly shardLimit?: number }): Server;
}
