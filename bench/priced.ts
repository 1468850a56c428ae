import type { CallCounts } from '../local/runtime.ts';
import { lambdaMbPerProcessor, prices } from './prices.ts';

/** What counted calls cost, in US dollars, by what is charged. */
export interface Charges {
  readonly httpApi: number;
  readonly lambdaRequests: number;
  readonly lambdaTime: number;
  readonly sqs: number;
  readonly dynamoDbWrites: number;
  readonly dynamoDbReads: number;
  readonly s3: number;
}

const MILLION = 1_000_000;

/** Calls at the list prices of `prices.ts`; a local processor-second is charged as one of Lambda. */
export function charged(calls: CallCounts): Charges {
  const functions = Object.values(calls.lambda);
  const tables = Object.values(calls.dynamodb);
  const sqsUnits = sum(
    Object.values(calls.sqs).flatMap((operations) =>
      Object.entries(operations)
        .filter(([operation]) => isCharged(operation))
        .map(([, { units }]) => units),
    ),
  );
  const gbSeconds = sum(
    functions.map(
      ({ milliseconds, memoryMb }) =>
        (milliseconds / 1000) * (Math.max(memoryMb, lambdaMbPerProcessor) / 1024),
    ),
  );
  const invocations = sum(functions.map((one) => one.invocations));
  const { PUT: puts = 0, POST: posts = 0, ...reads } = calls.s3;
  return {
    httpApi: (calls.httpApi.units * prices.httpApiPerMillionUnits) / MILLION,
    lambdaRequests: (invocations * prices.lambdaPerMillionRequests) / MILLION,
    lambdaTime: gbSeconds * prices.lambdaPerGbSecond,
    sqs: (sqsUnits * prices.sqsPerMillionUnits) / MILLION,
    dynamoDbWrites:
      (sum(tables.map(({ writeUnits }) => writeUnits)) * prices.dynamoDbPerMillionWriteUnits) /
      MILLION,
    dynamoDbReads:
      (sum(tables.map(({ readUnits }) => readUnits)) * prices.dynamoDbPerMillionReadUnits) /
      MILLION,
    s3:
      ((puts + posts) * prices.s3PerMillionPuts +
        sum(Object.values(reads)) * prices.s3PerMillionGets) /
      MILLION,
  };
}

export const totalOf = (charges: Charges): number => sum(Object.values(charges));

/** The same for each of `many`, times `per`. */
export const scaled = (charges: Charges, { per, many }: { per: number; many: number }): Charges =>
  Object.fromEntries(
    Object.entries(charges).map(([what, dollars]: [string, number]) => [
      what,
      (dollars * per) / many,
    ]),
  ) as unknown as Charges;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** What the runtime asks by itself to see whether a queue is idle, nobody pays for. */
const isCharged = (operation: string): boolean => operation !== 'GetQueueAttributes';
