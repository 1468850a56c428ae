import { type JsonObject, type JsonValue, parseJson } from '../../kernel/json.ts';
import {
  isJsonType,
  isTextType,
  type MediaType,
  mediaTypeFrom,
  refuseOtherCharsets,
} from '../../kernel/media-type.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { utf8Text } from '../../kernel/utf8.ts';
import { isUnset, kindOf, shown } from '../shown.ts';

/** How deep a request may nest objects and arrays. */
export const depthMax = 32;

const SPECVERSION = '1.0';
const HEADER_PREFIX = 'ce-';

/** Whether a request says in `ce-*` headers what happened, its body being the event's data. */
export const isBinaryMode = (headers: Readonly<Record<string, string | undefined>>): boolean =>
  ['ce-specversion', 'ce-id', 'ce-source', 'ce-type'].some((name) => headers[name] !== undefined);

/**
 * A binary-mode request as the event it is, in the form of structured mode.
 * @throws Rejection for a header or a body that cannot be decoded.
 */
export function binaryModeEvent(
  headers: Readonly<Record<string, string | undefined>>,
  body: Uint8Array,
): JsonObject {
  const event: Record<string, JsonValue> = {};
  for (const [header, value] of Object.entries(headers)) {
    const name = header.toLowerCase();
    if (!name.startsWith(HEADER_PREFIX) || value === undefined) continue;
    event[name.slice(HEADER_PREFIX.length)] = decodedHeader(name, value);
  }
  refuseDataInHeaders(event);
  if (body.length > 0) {
    const mediaType = mediaTypeFrom(headers['content-type'] ?? 'application/json');
    event['data'] = dataFromBytes(body, mediaType, 'content-type');
  }
  return event;
}

function refuseDataInHeaders(event: JsonObject): void {
  const name = ['data', 'data_base64', 'datacontenttype'].find((field) => field in event);
  if (name === undefined) return;
  throw new Rejection(
    'event.invalid',
    `send data as the body and its type as Content-Type, not as the header ${HEADER_PREFIX}${name}`,
    { param: `${HEADER_PREFIX}${name}` },
  );
}

const QUOTED = /^"((?:[^"\\]|\\.)*)"$/;
const PRINTABLE = /^[\x20-\x7e]*$/;

/** Undoes the double quotes of older senders, then one round of percent-encoding. */
function decodedHeader(name: string, value: string): string {
  const text = QUOTED.exec(value)?.[1]?.replaceAll(/\\(.)/g, '$1') ?? value;
  if (!PRINTABLE.test(text)) throw undecodable(name);
  try {
    return decodeURIComponent(text);
  } catch {
    throw undecodable(name);
  }
}

const undecodable = (name: string): Rejection =>
  new Rejection(
    'event.attribute-malformed',
    `percent-encode in ${name}, as UTF-8, the percent sign, double quotes, spaces and all that is not ASCII`,
    { param: name },
  );

/** @throws Rejection unless the event says that it is of CloudEvents 1.0. */
export function refuseOtherVersions(event: JsonObject): void {
  const specversion = event['specversion'];
  if (specversion === SPECVERSION) return;
  const param = '/specversion';
  if (isUnset(specversion)) {
    const detail = `add specversion, ${JSON.stringify(SPECVERSION)}: the request says it is CloudEvents`;
    throw new Rejection('event.attribute-missing', detail, { param });
  }
  const got = typeof specversion === 'string' ? shown(specversion) : kindOf(specversion);
  const detail = `send CloudEvents with specversion ${JSON.stringify(SPECVERSION)} (a string), got ${got}`;
  throw new Rejection('event.attribute-malformed', detail, { param });
}

const ATTRIBUTE_NAME = /^[a-z0-9]+$/;

/**
 * Lets extension attributes pass. They are not kept: they say how an event travels (a `traceparent`), which changes
 * when it is sent again, so they cannot be part of what makes it the same event. What is to be counted belongs in
 * `data`.
 * @throws Rejection for a name that no CloudEvents attribute can have.
 */
export function refuseBadAttributeName(name: string): void {
  if (ATTRIBUTE_NAME.test(name) || name === 'data_base64') return;
  throw new Rejection(
    'request.unknown-field',
    `name attributes with the letters a-z and digits only, got ${shown(name)}; put what is to be counted into data`,
  );
}

/** A CloudEvent's data: `data`, or what `data_base64` decodes to. @throws Rejection when it has both. */
export function cloudEventData(event: JsonObject): JsonValue | undefined {
  const { data, data_base64: base64 } = event as { data?: JsonValue; data_base64?: JsonValue };
  if (isUnset(base64)) return data;
  const param = '/data_base64';
  if (!isUnset(data)) {
    throw new Rejection('event.invalid', 'send either data or data_base64, not both', { param });
  }
  const bytes = typeof base64 === 'string' ? Buffer.from(base64, 'base64') : undefined;
  if (bytes === undefined || bytes.toString('base64') !== base64) {
    const detail = 'send data_base64 as a string of base64 with its padding (RFC 4648, section 4)';
    throw new Rejection('event.attribute-malformed', detail, { param });
  }
  return dataFromBytes(bytes, declaredType(event), '/datacontenttype');
}

function declaredType(event: JsonObject): MediaType {
  const type = event['datacontenttype'];
  if (isUnset(type)) return mediaTypeFrom('application/octet-stream');
  if (typeof type === 'string') return mediaTypeFrom(type);
  const detail = `send datacontenttype as a string such as application/json, got ${kindOf(type)}`;
  throw new Rejection('event.attribute-malformed', detail, { param: '/datacontenttype' });
}

/** Data by its type: JSON is parsed, text kept as a string, anything else kept as base64; the same in every mode. */
function dataFromBytes(bytes: Uint8Array, mediaType: MediaType, param: string): JsonValue {
  if (isJsonType(mediaType)) {
    refuseOtherCharsets(mediaType, param);
    return parseJson(utf8Text(bytes), depthMax);
  }
  if (isTextType(mediaType)) {
    refuseOtherCharsets(mediaType, param);
    return utf8Text(bytes);
  }
  return Buffer.from(bytes).toString('base64');
}
