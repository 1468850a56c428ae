import { Rejection } from './rejection.ts';

/** A `Content-Type`, in lower case. */
export interface MediaType {
  /** `application/json`; empty where there is none. */
  readonly essence: string;
  readonly charset: string | undefined;
}

export function mediaTypeFrom(text: string): MediaType {
  const [essence = '', ...parameters] = text.toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"]*?)"?\s*$/.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  return { essence: essence.trim(), charset };
}

/** @throws Rejection for a charset other than UTF-8, the only one there is in JSON. */
export function refuseOtherCharsets({ charset }: MediaType, param: string): void {
  if (charset === undefined || charset === 'utf-8' || charset === 'utf8') return;
  throw new Rejection(
    'request.wrong-media-type',
    `send text as UTF-8 (charset=utf-8, or no charset at all), got charset=${charset.slice(0, 40)}`,
    { param },
  );
}

export const isJsonType = ({ essence }: MediaType): boolean =>
  essence === 'application/json' || essence === 'text/json' || essence.endsWith('+json');

/** Whether its bytes are text for people. */
export const isTextType = ({ essence }: MediaType): boolean =>
  essence.startsWith('text/') || essence === 'application/xml' || essence.endsWith('+xml');
