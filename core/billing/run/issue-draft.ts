import {
  type ClosingOutcome,
  closePeriods,
  draftClosing,
  draftFingerprint,
} from '../../invoicing/close-periods.ts';
import type { ClosingRequest } from '../../invoicing/closing-request.ts';
import { invariant } from '../../kernel/invariant.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { announceDocuments } from './documents-message.ts';
import type { BillingRunPorts, ParkedMonth } from './ports.ts';

type IssuingPorts = Pick<
  BillingRunPorts,
  'rating' | 'prepare' | 'books' | 'runs' | 'documents' | 'clock'
>;

/**
 * Issues a parked draft as a person saw it, and answers which document closes its month and whether this was what
 * closed it; undefined where no draft of that id is parked. What is no longer the same is refused, and parked as it now
 * is. Safe to repeat.
 * @throws Rejection `invoice.draft-changed`, `period.not-ended`
 */
export async function issueDraft(
  ports: IssuingPorts,
  tenant: string,
  {
    id,
    reason,
    fingerprint,
  }: {
    readonly id: string;
    /** Why it is right; the books keep it. */
    readonly reason: string;
    /** Of the draft that was seen; undefined for whatever is parked. */
    readonly fingerprint: string | undefined;
  },
): Promise<{ readonly id: string; readonly isNew: boolean } | undefined> {
  const parked = await ports.runs.parkedDraft(tenant, id);
  if (parked?.draft === undefined) return undefined;
  const approved = draftFingerprint(parked.draft);
  if (fingerprint !== undefined && fingerprint !== approved) {
    const { customer, month } = parked;
    throw draftChanged(`another run has drafted ${customer}'s ${month} since you looked`);
  }
  const closing = { ...(await prepareParked(ports, parked)), approved };
  const overrides = await overruled(ports, parked, { closing, reason });
  const [outcome] = await closePeriods(ports, tenant, [{ ...closing, overrides }]);
  invariant(outcome !== undefined, 'one month is to be closed, and has one outcome');
  return recordOutcome(ports, parked, outcome);
}

/**
 * All checks that issuing the draft overrules, for one reason: what it was parked for, and what else a person who looks
 * at it sees. So nobody has to issue it once for each of them.
 */
async function overruled(
  { books }: Pick<IssuingPorts, 'books'>,
  { tenant, code, overrides: before = [] }: ParkedMonth,
  { closing, reason }: { readonly closing: ClosingRequest; readonly reason: string },
): Promise<ClosingRequest['overrides']> {
  const overrides = [...before, { check: code, reason }];
  for (;;) {
    const { obstacle } = await draftClosing(books, tenant, { ...closing, overrides });
    const check = obstacle?.code;
    if (check !== 'missing-on-invoice' && check !== 'out-of-bounds') return overrides;
    overrides.push({ check, reason });
  }
}

async function prepareParked(
  { prepare, rating }: IssuingPorts,
  { tenant, customer, month }: ParkedMonth,
): Promise<ClosingRequest> {
  const [prepared] = await prepare(rating, tenant, { customers: [customer], month });
  if (prepared?.status === 'ready') return prepared.request;
  throw draftChanged(`${customer}'s ${month}: ${prepared?.detail ?? 'it cannot be rated'}`);
}

async function recordOutcome(
  ports: IssuingPorts,
  parked: ParkedMonth,
  outcome: ClosingOutcome,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { tenant, customer, month } = parked;
  switch (outcome.status) {
    case 'closed':
    case 'already-closed': {
      const isNew = outcome.status === 'closed';
      const id = isNew ? outcome.document.id : outcome.id;
      await announceDocuments(ports.documents, tenant, [id]);
      return { id, isNew };
    }
    case 'changed':
    case 'parked': {
      const { draft } = outcome;
      const isParked = outcome.status === 'parked';
      const { code, detail } = isParked ? outcome.reason : parked;
      await ports.runs.park({ ...parked, code, detail, draft, at: ports.clock.now() });
      throw draftChanged(
        isParked
          ? `${customer}'s ${month} waits for this: ${detail}`
          : `${customer}'s ${month} is not what it was when its draft was made. If what it waited for then is done, run \`farthing bill --period ${month}\` again, then issue what is still a draft. It waited for this: ${detail}`,
      );
    }
  }
}

const draftChanged = (why: string): Rejection =>
  new Rejection('invoice.draft-changed', `look at the draft again, then issue it: ${why}`);
