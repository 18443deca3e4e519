import { type AwsError } from './errors';
import { type Answer, type AnswerValue, renderQueryAnswer, renderQueryError, renderXml } from './query-protocol';
import { type Protocol } from './request';

const NAMESPACES: Record<string, string> = {
  cloudformation: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  monitoring: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
};

type About = { readonly protocol: Protocol; readonly service: string; readonly action: string; readonly requestId: string };

/** A result in the caller's protocol. */
export function answered({ protocol, service, action, requestId }: About, answer: Answer): Response {
  if (protocol === 'query') return xmlResponse(renderQueryAnswer(action, answer, NAMESPACES[service] ?? '', requestId), 200, requestId);
  return new Response(JSON.stringify(answer, asSeconds), { headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId } });
}

/** An error in the caller's protocol. */
export function failed({ protocol, service, requestId }: About, error: AwsError): Response {
  const { code, message, status } = error;
  if (protocol === 'query') return xmlResponse(renderQueryError(code, message, NAMESPACES[service] ?? '', requestId, status), status, requestId);
  if (protocol === 'rest-xml') return xmlResponse(renderXml({ Error: { Code: code, Message: message, RequestId: requestId } }), status, requestId);
  return new Response(JSON.stringify({ __type: code, message }), { status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId } });
}

const xmlResponse = (body: string, status: number, requestId: string): Response =>
  new Response(body, { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId } });

// JSON protocols carry times as seconds; a replacer gets a date as its text already, but finds the date itself in what holds it
function asSeconds(this: Answer, name: string, value: AnswerValue): AnswerValue {
  const { [name]: held } = this;
  return held instanceof Date ? held.getTime() / 1000 : value;
}
