import type { Dice } from '../../simulation/dice.ts';
import type { Place } from './fault.ts';

/** An answer that stands for a whole service of AWS. */
export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ofDynamoDb = (status: number, type: string, message: string): Refusal => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: type, message }),
});

/** The SDK knows errors of SQS by the names of its older protocol, which stand in a header. */
const ofSqs = (status: number, type: string, code: string, message: string): Refusal => ({
  status,
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-query-error': `${code};${status < 500 ? 'Sender' : 'Receiver'}`,
  },
  body: JSON.stringify({ __type: type, message }),
});

const ofS3 = (status: number, code: string, message: string): Refusal => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>gameday</RequestId></Error>`,
});

const ofGateway = (status: number, message: string): Refusal => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

type Service = 'api' | 'dynamodb' | 'sqs' | 's3';

/** As DynamoDB, SQS, S3 and API Gateway refuse what is too much. */
const throttles: Readonly<Record<Service, readonly [Refusal, ...Refusal[]]>> = {
  dynamodb: [
    ofDynamoDb(
      400,
      'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    ),
    ofDynamoDb(
      400,
      'com.amazon.coral.availability#ThrottlingException',
      'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.',
    ),
    ofDynamoDb(
      400,
      'com.amazonaws.dynamodb.v20120810#RequestLimitExceeded',
      'Throughput exceeds the current throughput limit for your account. Please contact AWS Support.',
    ),
  ],
  sqs: [
    ofSqs(
      400,
      'com.amazon.coral.availability#ThrottlingException',
      'ThrottlingException',
      'Rate exceeded',
    ),
    ofSqs(
      400,
      'com.amazonaws.sqs#RequestThrottled',
      'RequestThrottled',
      'The request was denied due to request throttling.',
    ),
    ofSqs(
      503,
      'com.amazon.coral.service#ServiceUnavailable',
      'ServiceUnavailable',
      'The service is unavailable. Please retry.',
    ),
  ],
  s3: [ofS3(503, 'SlowDown', 'Please reduce your request rate.')],
  api: [ofGateway(429, 'Too Many Requests'), ofGateway(503, 'Service Unavailable')],
};

const failures: Readonly<Record<Service, Refusal>> = {
  dynamodb: ofDynamoDb(
    500,
    'com.amazonaws.dynamodb.v20120810#InternalServerError',
    'Internal server error',
  ),
  sqs: ofSqs(
    500,
    'com.amazonaws.sqs#InternalError',
    'InternalError',
    'We encountered an internal error. Please try again.',
  ),
  s3: ofS3(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  api: ofGateway(500, 'Internal Server Error'),
};

/** SQS speaks JSON to one address; all else at that place is S3's. */
export const serviceAt = (place: Place, target: string): Service =>
  place === 'sqs' && !target.startsWith('AmazonSQS.') ? 's3' : place;

export const throttleOf = (service: Service, dice: Dice): Refusal => dice.pick(throttles[service]);
export const failureOf = (service: Service): Refusal => failures[service];
