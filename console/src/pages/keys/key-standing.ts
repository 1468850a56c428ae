import type { AnswerOf } from '../../api.ts';
import { jsonOf, jsonText } from '../../json-text.ts';

export type Key = AnswerOf<'GET /v1/keys'>['keys'][number];
export type KeyStanding = 'in use' | 'not used' | 'ended' | 'revoked';

/** How a key stands. One that nobody has used for 90 days might as well be revoked. */
export function keyStanding(key: Key, now: number): KeyStanding {
  const { revokedAt, expiresAt, createdAt, lastUsed } = key;
  if (revokedAt !== undefined) return 'revoked';
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now) return 'ended';
  return now - Date.parse(lastUsed ?? createdAt) > unusedMs ? 'not used' : 'in use';
}

const unusedMs = 90 * 86_400_000;

/** What the audit shows, from the address: days, as people write them. */
export interface AuditQuestion {
  readonly from?: string;
  readonly to?: string;
}

/** Whole days by UTC: `to` is the last of them. What is no day is left out. */
export function auditQuestion(query: Readonly<Record<string, string>>): AuditQuestion {
  const { from = '', to = '' } = query;
  const last = isDay(to) ? Date.parse(`${to}T00:00:00Z`) : Number.NaN;
  return {
    ...(isDay(from) ? { from: `${from}T00:00:00Z` } : {}),
    ...(Number.isNaN(last)
      ? {}
      : { to: `${new Date(last + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z` }),
  };
}

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** JSON that was sent, as people read it; what is none, or has digits that a browser would change, as it was sent. */
export function readableBody(text: string): string {
  const read = jsonOf(text);
  return 'value' in read ? jsonText(read.value) : text;
}
