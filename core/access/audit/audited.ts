import { rejectionStatus } from '../../contract/rejection-codes.ts';
import type { Clock } from '../../kernel/clock.ts';
import { sha256 } from '../../kernel/digest.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { type Caller, holderOf } from '../caller.ts';
import { isKeyInForce, type Keys } from '../keys.ts';
import type { AnsweredChange, AskedBody, AskedChange, AuditLog } from './audit-log.ts';
import { auditId } from './audit-log.ts';

/** What a change is let in and written down with. */
export interface AuditPorts {
  readonly audit: Pick<AuditLog, 'ask' | 'answer'>;
  readonly clock: Clock;
  /** Told of an answer that could not be written down: the change itself is as it was answered. */
  unanswered(change: AskedChange, error: unknown): void;
}

export interface KeyedAuditPorts extends AuditPorts {
  readonly keys: Pick<Keys, 'find'>;
}

/** A change that a caller asks for. */
export interface CallersChange {
  readonly caller: Caller;
  readonly actor: string | undefined;
  readonly action: string;
  readonly target: string;
  readonly requestId: string;
  readonly body: AskedBody | undefined;
}

/** A longer body is kept by its digest alone: an item of the table stays a few write units. */
const BODY_CHARACTERS_MAX = 16_384;

/** A body as it is kept; its digest alone where `kept` says that another log has what it says. */
export const askedBody = (text: string, kept: 'whole' | 'digest'): AskedBody => ({
  sha256: sha256(text).toString('hex'),
  text: kept === 'whole' && text.length <= BODY_CHARACTERS_MAX ? text : undefined,
});

/**
 * Does what a caller asks, if its key is still in force: read anew, as whoever let the request in may remember an
 * answer of a minute ago. Of a token, whoever answers reads that itself. See `audited`.
 * @throws Rejection `key.revoked`
 */
export async function auditedChange<Answer>(
  ports: KeyedAuditPorts,
  { caller, requestId, ...change }: CallersChange,
  act: () => Promise<Answer>,
  statusOf: (answer: Answer) => number,
): Promise<Answer> {
  const at = ports.clock.now();
  if (holderOf(caller) === undefined) {
    const key = await ports.keys.find(caller.keyId);
    if (key === undefined || !isKeyInForce(key, at)) throw keyRevoked(caller.keyId);
  }
  const asked = {
    ...change,
    id: auditId(at, requestId),
    tenant: caller.tenant,
    at,
    keyId: caller.keyId,
  };
  return audited(ports, asked, act, statusOf);
}

/**
 * Writes down what is asked for, does it, and writes down what came of it. Nothing is done that is not in the log. A
 * refusal is an answer. Any other failure leaves the entry without one, as nobody knows how far it came.
 */
export async function audited<Answer>(
  ports: AuditPorts,
  asked: AskedChange,
  act: () => Promise<Answer>,
  statusOf: (answer: Answer) => number,
): Promise<Answer> {
  await ports.audit.ask(asked);
  try {
    const answer = await act();
    await answered(ports, asked, { status: statusOf(answer), code: undefined });
    return answer;
  } catch (error) {
    if (error instanceof Rejection) {
      await answered(ports, asked, { status: rejectionStatus[error.code], code: error.code });
    }
    throw error;
  }
}

/** The caller is answered as it is: what was done is done, also where this is not written down. */
async function answered(
  ports: AuditPorts,
  asked: AskedChange,
  answer: AnsweredChange,
): Promise<void> {
  try {
    await ports.audit.answer(asked, answer);
  } catch (error) {
    ports.unanswered(asked, error);
  }
}

const keyRevoked = (keyId: string): Rejection =>
  new Rejection(
    'key.revoked',
    `use a key that is in force: ${keyId} was revoked, or has come to its end`,
  );
