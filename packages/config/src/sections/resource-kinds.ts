import { type ListedKind } from '@payment-observability/catalog';
import { z } from 'zod';
import { arn, collection, entry, line, periodSeconds, positive, queueName, severity } from './fields';

/** What can be changed on an alarm that the catalog recommends for a resource. */
const recommendedAlarm = entry({
  threshold: z.number().nonnegative().optional().meta({ description: 'In the unit of the metric; percent for a rate' }),
  statistic: z
    .string()
    .regex(/^(Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d+)?)$/, { error: 'Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p99' })
    .optional(),
  minimumSamples: positive.optional().meta({ description: 'Of a rate or a fraction of requests: below this many a period counts as healthy' }),
  severity: severity.optional(),
  periodSeconds: periodSeconds.optional(),
  evaluationPeriods: positive.optional(),
  datapointsToAlarm: positive.optional(),
  missingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
  runbook: z.url().optional(),
}).meta({ staysWhenOff: true });
export type RecommendedAlarmOverride = z.output<typeof recommendedAlarm>;

export const recommendedAlarmOverrides = collection(recommendedAlarm).meta({ description: 'Changes to the recommended alarms of this resource, by alarm id' });

const resource = <S extends z.ZodRawShape>(shape: S) => entry({ ...shape, owner: line.optional(), alarms: recommendedAlarmOverrides });

/** Which of two fields a form of a resource needs. */
const needs = (value: Readonly<Record<string, unknown>>, field: string, what: string, context: z.RefinementCtx) => {
  if (value[field] === undefined) context.addIssue({ code: 'custom', message: `${field} is required for ${what}`, path: [field] });
};
const gib = z.number().positive().max(1_000_000);

const OPERATIONS = [
  'BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'ExecuteStatement', 'GetItem', 'GetRecords', 'PutItem', 'Query', 'Scan', 'TransactGetItems', 'TransactWriteItems', 'UpdateItem',
] as const;
/** Metrics that a math alarm reads at most. */
const MAX_OPERATIONS = 10;

/** Each kind that `resources` lists: real names, so that alarms and dashboards use the dimension sets that receive data. */
export const RESOURCE_KINDS = {
  apis: collection(
    resource({
      type: z.enum(['rest', 'http']).default('rest'),
      apiName: line.max(255).optional().meta({ description: 'Name of a REST API (the metrics carry the name, not the id)' }),
      apiId: line.max(255).optional().meta({ description: 'Id of an HTTP API' }),
      stage: line.max(128),
    }).superRefine((api, context) => needs(api, api.type === 'rest' ? 'apiName' : 'apiId', `a ${api.type} API`, context)),
  ),
  functions: collection(
    resource({
      functionName: line.max(64),
      timeoutSeconds: z.number().int().min(1).max(900),
      lambdaInsights: z.boolean().default(false).meta({ description: 'Lambda Insights is on: memory is measured' }),
    }),
  ),
  databases: collection(
    resource({
      type: z.enum(['instance', 'cluster']).default('instance').meta({ description: 'cluster: an Aurora cluster; its instances can be listed beside it' }),
      instanceId: line.max(63).optional(),
      clusterId: line.max(63).optional(),
      engine: z.enum(['mysql', 'mariadb', 'postgres', 'oracle', 'sqlserver', 'db2', 'aurora-mysql', 'aurora-postgresql']).optional(),
      maxConnections: positive.optional().meta({ description: 'Connections are alarmed at 90 %' }),
      memoryGiB: gib.optional().meta({ description: 'Free memory is alarmed below 25 %, with Aurora 5 %' }),
      vcpus: positive.optional().meta({ description: 'Load is alarmed above it' }),
      allocatedStorageGiB: gib.optional().meta({ description: 'Free storage is alarmed below 10 %' }),
      localStorageGiB: gib.optional().meta({ description: 'Aurora: temporary storage of the instance class, alarmed below 10 %' }),
      volumeLimitGiB: gib.optional().meta({ description: 'Aurora MySQL: what the cluster volume may grow to, alarmed below 10 % left' }),
      networkBytesPerSecond: positive.optional().meta({ description: 'Aurora: of the instance class; traffic to the storage is alarmed at 80 %' }),
      readReplica: z.boolean().default(false).meta({ description: 'A read replica: its lag is alarmed' }),
      binlogReplica: z.boolean().default(false).meta({ description: 'Aurora MySQL: replicates by binary log' }),
    }).superRefine((database, context) => needs(database, database.type === 'cluster' ? 'clusterId' : 'instanceId', database.type === 'cluster' ? 'a cluster' : 'an instance', context)),
  ),
  tables: collection(
    resource({
      tableName: line.max(255).regex(/^[^:]*$/, { error: 'the name of a table, not its ARN' }),
      capacityMode: z.enum(['provisioned', 'onDemand']).default('onDemand').meta({ description: 'provisioned: the use of the capacity is alarmed' }),
      indexes: collection(entry({ indexName: line.max(255) })).meta({ description: 'Global secondary indexes' }),
      operations: z.array(z.enum(OPERATIONS)).max(MAX_OPERATIONS).default([]).meta({ description: 'Operations whose errors and latency are watched, since DynamoDB reports them by operation' }),
      replicaRegions: z.array(line.max(32)).default([]).meta({ description: 'The other Regions of a global table' }),
    }),
  ),
  streams: collection(
    resource({
      streamName: line.max(128),
      retentionHours: z.number().int().min(24).max(8760).default(24),
      maxDelaySeconds: positive.optional().meta({ description: 'How far a consumer may lag behind; half of the retention when absent' }),
      consumers: collection(entry({ consumerName: line.max(128) })).meta({ description: 'Consumers with enhanced fan-out' }),
    }),
  ),
  queues: collection(
    resource({
      queueName: z.union([queueName, z.string().regex(/^[A-Za-z0-9_\-{}]{1,75}\.fifo$/)], { error: 'a queue name: letters, digits, hyphens and underscores, 80 at most; that of a FIFO queue ends with .fifo' }),
      isDeadLetterQueue: z.boolean().default(false).meta({ description: 'Any message in it is alarmed' }),
      longestProcessingSeconds: positive.optional().meta({ description: 'From arrival to deletion; messages 1.5 times as old are alarmed' }),
    }),
  ),
  topics: collection(resource({ topicName: line.max(256).regex(/^[^:]*$/, { error: 'the name of a topic, not its ARN' }) })),
  eventBuses: collection(
    resource({
      busName: line.max(256).default('default'),
      rules: collection(entry({ ruleName: line.max(64) })).meta({ description: 'Rules of the bus; EventBridge reports failures by rule' }),
    }).superRefine((bus, context) => {
      if (Object.keys(bus.rules).length === 0) context.addIssue({ code: 'custom', message: 'at least one rule is required: EventBridge reports failures by rule', path: ['rules'] });
    }),
  ),
  loadBalancers: collection(
    resource({
      loadBalancer: z.string().regex(/^app\/[^/\s]+\/[0-9a-f{}a-z]+$/, { error: 'the end of the ARN of an Application Load Balancer: app/NAME/ID' }),
      targetGroups: collection(entry({ targetGroup: z.string().regex(/^targetgroup\/[^/\s]+\/[0-9a-f{}a-z]+$/, { error: 'the end of the ARN of a target group: targetgroup/NAME/ID' }) })),
    }),
  ),
  ecsServices: collection(
    resource({
      clusterName: line.max(255),
      serviceName: line.max(255),
      containerInsights: z.enum(['none', 'standard', 'enhanced']).default('none').meta({ description: 'What Container Insights of the cluster measures' }),
      discoveryName: line.max(64).optional().meta({ description: 'Its name in Service Connect, which counts the requests that come in through it' }),
      ebsVolume: z.boolean().default(false).meta({ description: 'Its tasks have EBS volumes' }),
      ephemeralStorageGiB: gib.optional().meta({ description: 'Its use is alarmed at 90 %' }),
    }),
  ),
  stateMachines: collection(resource({ stateMachineArn: arn('states', 'stateMachine:[^:]+') })),
  caches: collection(
    resource({
      cacheClusterId: line.max(50),
      cacheNodeId: z.string().regex(/^\d{4}$/, { error: 'the id of a node, in quotes: "0001"' }).default('0001'),
      engine: z.enum(['redis', 'valkey', 'memcached']).default('redis'),
      vcpus: positive.optional().meta({ description: 'redis and valkey serve from one of them: CPU use is alarmed at 90 % of its share' }),
      readReplica: z.boolean().default(false).meta({ description: 'A replica: its lag can be alarmed' }),
    }),
  ),
} satisfies Record<ListedKind, z.ZodType>;
