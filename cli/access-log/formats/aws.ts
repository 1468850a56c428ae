import { commonLogTime, isoTime, type LineFormat, logLineOf } from '../log-line.ts';

/**
 * Application Load Balancer:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
const ALB = new RegExp(
  [
    String.raw`^(?:https?|h2|grpcs|wss?) (?<time>\d{4}-\d{2}-\d{2}T\S+) \S+ (?<client>\S+) \S+`,
    String.raw` -?[\d.]+ -?[\d.]+ -?[\d.]+ (?<status>\d{3}|-) (?:\d{3}|-) \d+ (?<bytes>\d+)`,
    String.raw` "(?<request>[^"]*)" "[^"]*" \S+ \S+ `,
  ].join(''),
);

/**
 * A line of an Application Load Balancer. A request that got no answer has no status, and is answered with 000 here.
 */
export const albLog: LineFormat = (text) => {
  const fields = ALB.exec(text)?.groups;
  if (fields === undefined) return undefined;
  const { time = '', client = '', status = '', bytes, request = '' } = fields;
  return logLineOf({
    format: 'alb',
    client,
    time: isoTime(time),
    timeText: time,
    request,
    status: status === '-' ? '000' : status,
    bytes,
  });
};

/** S3 server access logs: https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html */
const S3 = new RegExp(
  [
    String.raw`^[0-9a-f]{64} \S+ \[(?<time>\d{2}/[A-Za-z]{3}/\d{4}:\d{2}:\d{2}:\d{2} [+-]\d{4})\] (?<client>\S+)`,
    String.raw` \S+ \S+ [A-Z]+\.[A-Z0-9_.]+ \S+ (?:"(?<request>[^"]*)"|-) (?<status>\d{3}|-) \S+ (?<bytes>\d+|-) `,
  ].join(''),
);

/** A line of a bucket's server access log. What S3 did by itself (`-` for the request) was asked by nobody. */
export const s3Log: LineFormat = (text) => {
  const fields = S3.exec(text)?.groups;
  if (fields === undefined) return undefined;
  const { time = '', client = '', status = '', bytes, request = '-' } = fields;
  return logLineOf({
    format: 's3',
    client: request === '-' && client === '-' ? 'S3' : client,
    time: commonLogTime(time),
    timeText: time,
    request,
    status: status === '-' ? '000' : status,
    bytes,
  });
};
