import { epochTime, isoTime, type LineFormat, type LoggedTexts, logLineOf } from '../log-line.ts';

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A line that is a JSON object, as Caddy and Traefik write them; any other object is of no format that is known. */
export const jsonLog: LineFormat = (text) => {
  if (!text.startsWith('{')) return undefined;
  const members = objectFrom(text);
  if (members === undefined) return undefined;
  const texts = caddyTexts(members) ?? traefikTexts(members);
  return texts === undefined ? undefined : logLineOf(texts);
};

function objectFrom(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * https://caddyserver.com/docs/logging: `request` is an object, `ts` is in seconds unless another time format is
 * chosen.
 */
function caddyTexts({ ts, request, status, size }: Members): LoggedTexts | undefined {
  if (!isMembers(request) || typeof status !== 'number') return undefined;
  const {
    method,
    uri,
    proto,
    client_ip: client,
    remote_ip: remote,
    remote_addr: address,
  } = request;
  const timeText = textOf(ts);
  return {
    format: 'caddy',
    client: textOf(client ?? remote ?? address),
    time: epochTime(timeText) ?? isoTime(timeText),
    timeText,
    request: `${textOf(method)} ${textOf(uri)} ${textOf(proto)}`,
    status: textOf(status),
    bytes: size === undefined ? undefined : textOf(size),
  };
}

/** https://doc.traefik.io/traefik/observability/access-logs/ */
function traefikTexts(members: Members): LoggedTexts | undefined {
  const { ClientHost: client, StartUTC: start, RequestMethod: method } = members;
  if (client === undefined || method === undefined) return undefined;
  const timeText = textOf(start ?? members['time']);
  const size = members['DownstreamContentSize'];
  return {
    format: 'traefik-json',
    client: textOf(client),
    time: isoTime(timeText),
    timeText,
    request: `${textOf(method)} ${textOf(members['RequestPath'])} ${textOf(members['RequestProtocol'])}`,
    status: textOf(members['DownstreamStatus']),
    bytes: size === undefined ? undefined : textOf(size),
  };
}

/** A text or a number as text; empty for anything else. */
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
