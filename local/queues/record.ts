import { isObject, type Json, type JsonObject } from '../template/json.ts';

/** A message that was received, as the function gets it. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  /** How often it has been received, this time included. */
  readonly receives: number;
  /** The record of the event, as JSON. */
  readonly record: string;
}

/** What records say of the event source. */
export interface RecordSource {
  readonly queueArn: string;
  readonly region: string;
  /** How far the runtime's clock is ahead of the machine's, by which the queue dates its messages. */
  readonly clockOffsetMs: number;
}

/** The messages in an answer of ReceiveMessage. */
export const messagesIn = (answer: JsonObject, source: RecordSource): readonly ReceivedMessage[] =>
  (Array.isArray(answer['Messages']) ? (answer['Messages'] as readonly Json[]) : [])
    .filter(isObject)
    .map((message) => ({
      messageId: String(message['MessageId']),
      receiptHandle: String(message['ReceiptHandle']),
      receives: receivesIn(message['Attributes']),
      record: JSON.stringify(recordOf(message, source)),
    }));

const receivesIn = (attributes: Json | undefined): number =>
  Number((isObject(attributes) ? attributes['ApproximateReceiveCount'] : undefined) ?? 1);

function recordOf(message: JsonObject, source: RecordSource): JsonObject {
  const ofAttributes = message['MD5OfMessageAttributes'];
  return {
    messageId: message['MessageId'] ?? '',
    receiptHandle: message['ReceiptHandle'] ?? '',
    body: message['Body'] ?? '',
    attributes: attributesOf(message['Attributes'], source.clockOffsetMs),
    messageAttributes: messageAttributesOf(message['MessageAttributes']),
    ...(typeof ofAttributes === 'string' ? { md5OfMessageAttributes: ofAttributes } : {}),
    md5OfBody: message['MD5OfBody'] ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN: source.queueArn,
    awsRegion: source.region,
  };
}

/** Times are told by the runtime's clock, as everything that a function sees. */
function attributesOf(attributes: Json | undefined, clockOffsetMs: number): JsonObject {
  return Object.fromEntries(
    Object.entries(isObject(attributes) ? attributes : {}).map(([name, value]) => [
      name,
      name.endsWith('Timestamp') ? String(Number(value) + clockOffsetMs) : value,
    ]),
  );
}

function messageAttributesOf(attributes: Json | undefined): JsonObject {
  return Object.fromEntries(
    Object.entries(isObject(attributes) ? attributes : {}).map(([name, value]) => {
      const attribute = isObject(value) ? value : {};
      return [
        name,
        {
          ...(attribute['StringValue'] === undefined
            ? {}
            : { stringValue: attribute['StringValue'] }),
          ...(attribute['BinaryValue'] === undefined
            ? {}
            : { binaryValue: attribute['BinaryValue'] }),
          stringListValues: [],
          binaryListValues: [],
          dataType: attribute['DataType'] ?? 'String',
        },
      ];
    }),
  );
}

/** The event of a batch. */
export const eventOf = (messages: readonly ReceivedMessage[]): string =>
  `{"Records":[${messages.map(({ record }) => record).join(',')}]}`;
