import { storedObjectFrom } from '../../kernel/stored.ts';
import { type Timestamp, timestampOf } from '../../kernel/timestamp.ts';
import { type SepaScheme, sepaSchemes } from './creditor.ts';

/** Whose account a mandate is of, from when on. */
export interface MandateVersion {
  readonly name: string;
  /** Without spaces. */
  readonly iban: string;
  readonly bic?: string;
  /** The day on which it was signed, `YYYY-MM-DD`. */
  readonly signedAt: string;
  readonly since: Timestamp;
}

/** What a payer has signed: that a creditor may take what is due from their account, time and again. */
export interface Mandate {
  readonly tenant: string;
  readonly customer: string;
  /** The creditor's own word for it, which no other mandate has. */
  readonly reference: string;
  readonly scheme: SepaScheme;
  /** The latest last; none once it is erased. */
  readonly versions: readonly MandateVersion[];
  /** The latest that a batch was made with: its version, from 1, and the day of the collection. */
  readonly presented?: { readonly version: number; readonly on: string };
  /** Why nothing is collected by it, until it is changed. */
  readonly blocked?: { readonly reason: string; readonly on: string };
  readonly revokedAt?: Timestamp;
  /** From 1. */
  readonly revision: number;
}

type MandateStatus = 'active' | 'blocked' | 'revoked' | 'lapsed' | 'erased';

const MONTHS_UNUSED = 36;
const MONTHS_PER_YEAR = 12;

/** What a mandate is good for on a day: one that nothing was collected by for 36 months has lapsed. */
export function mandateStatus(mandate: Mandate, day: string): MandateStatus {
  const { versions, presented, blocked, revokedAt } = mandate;
  const last = versions.at(-1);
  if (last === undefined) return 'erased';
  if (revokedAt !== undefined) return 'revoked';
  if (blocked !== undefined) return 'blocked';
  const used =
    presented === undefined || presented.on < last.signedAt ? last.signedAt : presented.on;
  return lapseOf(used) < day ? 'lapsed' : 'active';
}

/** Days are compared as text: whether there is a 29 February does not matter. */
const lapseOf = (used: string): string =>
  `${String(Number.parseInt(used, 10) + MONTHS_UNUSED / MONTHS_PER_YEAR).padStart(4, '0')}${used.slice(4)}`;

const VERSION = 1;

/** What is kept of a mandate as JSON text. */
export const mandateText = (mandate: Mandate): string =>
  JSON.stringify({ version: VERSION, ...mandate });

/** The reverse of `mandateText`. Throws `InvariantViolation` for what is none. */
export function mandateFrom(text: string): Mandate {
  const stored = storedObjectFrom(text, 'a mandate');
  stored.version(VERSION);
  const [presented] = stored.has('presented') ? [stored.object('presented')] : [];
  const [blocked] = stored.has('blocked') ? [stored.object('blocked')] : [];
  return {
    tenant: stored.text('tenant'),
    customer: stored.text('customer'),
    reference: stored.text('reference'),
    scheme: stored.oneOf('scheme', sepaSchemes),
    versions: stored.objects('versions').map((one) => ({
      name: one.text('name'),
      iban: one.text('iban'),
      ...(one.has('bic') ? { bic: one.text('bic') } : {}),
      signedAt: one.text('signedAt'),
      since: timestampOf(one.integer('since')),
    })),
    ...(presented === undefined
      ? {}
      : { presented: { version: presented.integer('version'), on: presented.text('on') } }),
    ...(blocked === undefined
      ? {}
      : { blocked: { reason: blocked.text('reason'), on: blocked.text('on') } }),
    ...(stored.has('revokedAt') ? { revokedAt: timestampOf(stored.integer('revokedAt')) } : {}),
    revision: stored.integer('revision'),
  };
}
