/** Rows of alarm-recommendations.json that no kind of resource uses, by the beginning or end of their ids, and why. */
export const ROWS_LEFT: readonly { readonly rows: RegExp; readonly why: string }[] = [
  { rows: /^api-gateway-.*-resource-method$/, why: 'published only with detailed metrics, for each route: an alarm of the section alarms names the route it means' },
  { rows: /^api-gateway-http-integrationlatency-/, why: 'optional for HTTP APIs, where Latency holds it' },
  { rows: /^api-gateway-websocket-/, why: 'no kind for WebSocket APIs' },
  { rows: /^(lambda-claimedaccountconcurrency|dynamodb-.*|eventbridge-scheduler-.*)-account$/, why: 'one for each account and Region, not for a resource' },
  { rows: /^dynamodb-.*-delegatedoperation$/, why: 'replication of a table to Kinesis is no part of the kind tables' },
  { rows: /^sns-sms/, why: 'no SMS' },
  { rows: /^ecs-(cpu|memory)reservation-clustername$/, why: 'of a cluster on EC2 instances, not of a service' },
  { rows: /^ecs-container-insights-.*(?<!-servicename)$/, why: 'of a cluster or an instance, not of a service' },
  { rows: /^(s3|cloudfront|cognito|certificate-manager|route-53|nat-gateway|privatelink)-/, why: 'no kind for it' },
  { rows: /^(firehose|cloudwatch-logs)-/, why: 'the sections metrics and logs watch the streams and log groups that they make' },
];
