/** A short observability.yml with one environment; `more` is added at the end, at top level. */
export const exampleConfig = ({ region = 'us-east-1', more = '', alarms = '' }: { readonly region?: string; readonly more?: string; readonly alarms?: string } = {}): string => `version: 1
name: card-acquiring
template: payment-platform
owner: acquiring
environments:
  production: { account: "111111111111", region: ${region}, protected: true }
resources:
  functions: { processor: { functionName: "acme-{env}-processor", timeoutSeconds: 30 } }
alarms:
  apiLatencyHigh: { latencyP99Ms: 350 }
${alarms}
notifications:
  critical: { emails: { oncall: oncall@example.com }, slack: { secret: "acme/{env}/slack" } }
  warning: { emails: { team: acquiring@example.com } }
  info: { emails: { team: acquiring@example.com } }
${more}`;
