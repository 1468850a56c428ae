/**
 * AWS list prices in US dollars, us-east-1, without free tiers, as published in November 2025. Those of the HTTP API,
 * of Lambda's requests and of DynamoDB were looked up again on 28 November 2026 and are the same; what the requests and
 * the processor time of a web function cost was not to be found.
 */
export const prices = {
  httpApiPerMillionUnits: 1.0,
  lambdaPerMillionRequests: 0.2,
  /** arm64. */
  lambdaPerGbSecond: 0.0000133334,
  sqsPerMillionUnits: 0.4,
  dynamoDbPerMillionWriteUnits: 0.625,
  dynamoDbPerMillionReadUnits: 0.125,
  s3PerMillionPuts: 5,
  /** Heads too. */
  s3PerMillionGets: 0.4,
} as const;

/** Lambda gives one whole processor at this much memory: what a local processor-second is charged as. */
export const lambdaMbPerProcessor = 1769;

/** The same of what is charged for where nothing happens: a month, and a call. */
export const idlePrices = {
  alarmMetric: 0.1,
  key: 1,
  scheduledCall: 1 / 1_000_000,
} as const;
