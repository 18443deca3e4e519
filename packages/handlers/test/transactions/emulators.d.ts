declare module 'dynalite' {
  import { type Server } from 'node:http';
  /** A server with the API of DynamoDB; without a path it keeps its tables in memory. */
  function dynalite(options?: { readonly createTableMs?: number }): Server;
  export = dynalite;
}

declare module 'kinesalite' {
  import { type Server } from 'node:http';
  /** A server with the API of Kinesis; without a path it keeps its streams in memory. */
  function kinesalite(options?: { readonly createStreamMs?: number; readonly shardLimit?: number }): Server;
  export = kinesalite;
}
