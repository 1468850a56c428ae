import type { Timestamp } from '../../kernel/timestamp.ts';

/** What was asked for, by whom and when. Kept before anything of it is done. */
export interface AskedChange {
  /** By time, then by request: entries of a tenant are in the order of their ids. */
  readonly id: string;
  readonly tenant: string;
  readonly at: Timestamp;
  /** Undefined for an operator, whom IAM has let in. */
  readonly keyId: string | undefined;
  /** The person or program that the caller says it is asking for. Nobody has checked it. */
  readonly actor: string | undefined;
  /** A route, such as `PUT /v1/plans/{key}`, or what an operator does, such as `create a key`. */
  readonly action: string;
  /** What is to be changed: the path with its query, or the id of a key. */
  readonly target: string;
  readonly body: AskedBody | undefined;
}

export interface AskedBody {
  /** SHA-256 of the text that was sent, in hexadecimal. */
  readonly sha256: string;
  /** The text itself; left out where it is long, and where another log has it. */
  readonly text: string | undefined;
}

/** What the caller was told. */
export interface AnsweredChange {
  /** Of HTTP, also for an operator. */
  readonly status: number;
  /** Why it was refused; undefined where it was not. */
  readonly code: string | undefined;
}

/**
 * One line of the audit. Without an answer it is not known whether anything was changed: a function died, or is still
 * at work. What was to be changed says it.
 */
export interface AuditEntry extends AskedChange {
  readonly answered: AnsweredChange | undefined;
}

interface AuditPage {
  /** The latest first. */
  readonly entries: readonly AuditEntry[];
  /** Whether there are earlier ones. */
  readonly more: boolean;
}

/** The log of all that was asked to be changed. What it has is never changed. */
export interface AuditLog {
  /** Rejects where the log may be without it: then nothing may be done. */
  ask(change: AskedChange): Promise<void>;
  /** Once for each change that was asked for, after it. */
  answer(change: AskedChange, answered: AnsweredChange): Promise<void>;
  /** Entries of `[from, to)` whose ids are before `before`, where given: at most `limit`. */
  list(
    tenant: string,
    range: {
      readonly from: Timestamp;
      readonly to: Timestamp;
      readonly before: string | undefined;
      readonly limit: number;
    },
  ): Promise<AuditPage>;
}

/** Enough for any time of which a table is asked. */
const TIME_DIGITS = 15;

/** The beginning of the ids of what was asked at a time, or later: ids are compared as texts. */
export const auditTime = (at: Timestamp): string => String(at).padStart(TIME_DIGITS, '0');

/** The id of a change; `requestId` is of no other request. */
export const auditId = (at: Timestamp, requestId: string): string =>
  `${auditTime(at)}-${requestId}`;
