import { type Listed, type Service, type Term } from '../service';

export interface ApiResource extends Listed {
  readonly type: 'rest' | 'http';
  /** REST: the metrics carry the name, not the id. */
  readonly apiName?: string | undefined;
  /** HTTP. */
  readonly apiId?: string | undefined;
  readonly stage: string;
}

const requests: Term = { name: 'Count', statistic: 'SampleCount' };

export const apis: Service<ApiResource> = {
  title: 'API Gateway',
  noun: 'api',
  signals: ({ type, apiName = '', apiId = '', stage }) => [
    type === 'rest'
      ? {
          namespace: 'AWS/ApiGateway',
          dimensions: { ApiName: apiName, Stage: stage },
          names: ['4XXError', '5XXError', 'CacheHitCount', 'CacheMissCount', 'Count', 'IntegrationLatency', 'Latency'],
        }
      : {
          namespace: 'AWS/ApiGateway',
          dimensions: { ApiId: apiId, Stage: stage },
          names: ['4xx', '5xx', 'Count', 'DataProcessed', 'IntegrationLatency', 'Latency'],
        },
  ],
  alarms: [
    {
      id: 'serverErrors',
      title: 'server errors',
      description: 'Too many requests end in a server error.',
      severity: 'critical',
      row: ({ type }) => (type === 'rest' ? 'api-gateway-rest-5xxerror-apiname-stage' : 'api-gateway-http-5xx-apiid-stage'),
      missingData: 'notBreaching',
      samples: requests,
    },
    {
      id: 'clientErrors',
      title: 'client errors',
      description: 'Too many requests are refused as the fault of the caller.',
      severity: 'warning',
      row: ({ type }) => (type === 'rest' ? 'api-gateway-rest-4xxerror-apiname-stage' : 'api-gateway-http-4xx-apiid-stage'),
      missingData: 'notBreaching',
      samples: requests,
    },
    {
      id: 'latencyHigh',
      title: 'high latency',
      description: 'The slowest tenth of the requests takes too long.',
      severity: 'warning',
      row: ({ type }) => (type === 'rest' ? 'api-gateway-rest-latency-apiname-stage' : 'api-gateway-http-latency-apiid-stage'),
      missingData: 'notBreaching',
    },
    {
      id: 'noTraffic',
      title: 'no traffic',
      description: 'Fewer requests arrive than in the quietest normal period.',
      severity: 'critical',
      row: ({ type }) => (type === 'rest' ? 'api-gateway-rest-count-apiname-stage' : 'api-gateway-http-count-apiid-stage'),
    },
  ],
  dashboard: ({ type }) => [
    { name: 'Count', statistic: 'Sum', label: 'Requests', axis: 'left' },
    { name: type === 'rest' ? '5XXError' : '5xx', statistic: 'Sum', label: 'Server errors', axis: 'left' },
    { name: 'Latency', statistic: 'p99', label: 'Latency p99 (ms)', axis: 'right' },
  ],
};
