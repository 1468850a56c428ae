import { documentCodec } from '../../core/books/kinds/kinds.ts';
import type { Tenure } from '../../core/catalog/customer.ts';
import type { CustomerRecord } from '../../core/catalog/ports.ts';
import type { HeldListAnswer } from '../../core/contract/payers/shapes.ts';
import { decimalText } from '../../core/kernel/decimal.ts';
import { definedOnly } from '../../core/kernel/defined-only.ts';
import { canonicalJson } from '../../core/kernel/json.ts';
import {
  millisecondsPer,
  rfc3339,
  type Timestamp,
  timestampOf,
} from '../../core/kernel/timestamp.ts';
import { quantityOf } from '../../core/metering/tally.ts';
import { currentReading, type SlotTally, tallyAsRead } from '../../core/metering/totals/totals.ts';
import type { HeldRecord } from '../../core/payers/ports.ts';
import type { Mandate } from '../../core/rails/sepa/mandate.ts';
import { eventAnswer } from '../middleware/event-answer.ts';
import { heldSpendAnswer } from './held-spend-answer.ts';

type Held = HeldListAnswer['records'][number];

/** A record as an export shows it: as it is kept, its times for people. */
export const heldAnswer = (held: HeldRecord): Held => ({
  place: held.place,
  record: recordOf(held),
});

function recordOf(held: HeldRecord): Held['record'] {
  switch (held.place) {
    case 'customer':
    case 'customer-history':
      return customerRecord(held.record);
    case 'claims': {
      const { taken, ...claim } = held.claim;
      return { ...claim, ...definedOnly({ taken: taken?.map(periodRecord) }) };
    }
    case 'mandates':
      return mandateRecord(held.mandate);
    case 'salts':
      return { subject: held.subject, pseudonym: held.pseudonym };
    case 'quarantine': {
      const { event, quarantinedAt, tenant: _, ...entry } = held.entry;
      return { ...entry, quarantinedAt: rfc3339(quarantinedAt), event: eventAnswer(event) };
    }
    case 'totals':
      return { start: rfc3339(held.start), ...tallyRecord(held.tally, held.start) };
    case 'levels':
      return { at: rfc3339(held.at), ...tallyRecord(held.tally, held.at) };
    case 'events':
      return eventAnswer(held.event);
    case 'documents':
      return JSON.parse(canonicalJson(documentCodec.toJson(held.document))) as Held['record'];
    case 'spend':
      return heldSpendAnswer(held.spend);
    case 'audit': {
      const { tenant: _, at, ...entry } = held.entry;
      return { at: rfc3339(at), ...definedOnly(entry) };
    }
  }
}

function mandateRecord({ tenant: _, revokedAt, versions, ...mandate }: Mandate): Held['record'] {
  return {
    ...mandate,
    versions: versions.map(({ since, ...version }) => ({ ...version, since: rfc3339(since) })),
    ...definedOnly({ revokedAt: revokedAt === undefined ? undefined : rfc3339(revokedAt) }),
  };
}

const customerRecord = ({ revision, customer, change }: CustomerRecord): Held['record'] => ({
  revision,
  ...(change === undefined ? {} : { changedAt: rfc3339(change.at), changedBy: change.by }),
  ...(customer === undefined
    ? {}
    : { ...customer, ...definedOnly({ tenures: customer.tenures?.map(tenureRecord) }) }),
});

const tenureRecord = ({ subject, from, until }: Tenure) => ({
  subject,
  ...(from === undefined ? {} : { from: rfc3339(from) }),
  ...(until === undefined ? {} : { until: rfc3339(until) }),
});

const periodRecord = ({ start, end }: { readonly start: Timestamp; readonly end: Timestamp }) => ({
  start: rfc3339(start),
  end: rfc3339(end),
});

function tallyRecord(counted: SlotTally, start: Timestamp): Held['record'] {
  const { subject, meter, dimensions } = counted;
  const { tally, unreadable } = tallyAsRead(counted, currentReading);
  const end = timestampOf(start + millisecondsPer.quarterHour);
  return {
    subject,
    meter,
    dimensions,
    ...(tally === undefined ? {} : { value: decimalText(quantityOf(tally, { start, end })) }),
    ...(unreadable === 0 ? {} : { unreadable }),
  };
}
