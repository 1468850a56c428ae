import { subjectOfKey } from '../catalog/billed-customer.ts';
import { listedSubjects } from '../catalog/listed-subjects.ts';
import { Rejection } from '../kernel/rejection.ts';
import { eraseClaims, eraseHistory, eraseProfile, hasCustomer } from './erase-customer.ts';
import { eraseMandates, mandatesKept } from './erase-mandates.ts';
import { eraseOpenings } from './erase-openings.ts';
import type { ErasePorts } from './erase-ports.ts';
import { eraseSpend, spendKept } from './erase-spend.ts';
import { dropSalts, eraseEntries } from './erase-usage.ts';
import type { Erasure } from './erasure.ts';
import { openMonthOf } from './open-month.ts';
import { clearOf, payerHeld } from './payer-held.ts';
import type { PayerHeld } from './ports.ts';
import { claimsKept, whatStays } from './what-stays.ts';

/** An erasure is of a person, and done in one request. */
const SUBJECTS_MAX = 100;

/**
 * Takes away all that is said of a payer and may go, and says what stays until when; dry, it only says so.
 *
 * Each part looks at what is there and takes that, so an erasure that died, or is asked for again, goes on where it
 * was. So what says where the rest is goes after it: salts after the entries under pseudonyms, the profile last of all.
 * While an entry is open, both stay. Salts go although months are open: under which pseudonyms the usage of these
 * months stands, the profile says until they are billed, and of a payer without one its pseudonym is the payer.
 *
 * @throws Rejection `payer.in-use`, `payer.has-customer`, `payer.too-many-subjects` with nothing changed,
 * `customer.changed-meanwhile` when somebody put the customer while it was erased.
 */
export async function erasePayer(
  ports: ErasePorts,
  tenant: string,
  asked: { readonly payer: string; readonly isDry: boolean },
): Promise<Erasure> {
  const held = await payerHeld(ports, tenant, asked.payer);
  await refuseInUse(ports, held);
  const billed = await openMonthOf(ports, held);
  const asks = { ...held, clear: clearOf(held.subjects), isDry: asked.isDry };
  const spend = await eraseSpend(ports, asks);
  const { emptied, open } = await eraseEntries(ports, asks);
  const payer = { ...asks, billed, isNeeded: billed !== undefined || open > 0 };
  const kept = await whatStays(ports, payer, open);
  const openings = await eraseOpenings(ports, payer);
  const salts = open > 0 ? 0 : await dropSalts(ports, payer);
  const claims = await eraseClaims(ports, payer);
  const history = await eraseHistory(ports, payer);
  const mandates = await eraseMandates(ports, payer);
  const profile = await eraseProfile(ports, { ...payer, record: claims.record });
  return {
    erased: [
      { place: 'spend', records: spend.count },
      { place: 'quarantine', records: emptied },
      { place: 'mandates', records: mandates.count },
      { place: 'claims', records: claims.count },
      { place: 'customer', records: profile },
      { place: 'customer-history', records: history },
      { place: 'salts', records: salts },
      { place: 'openings', records: openings },
    ],
    kept: [
      ...kept,
      ...spendKept(spend.hasLog),
      ...claimsKept(claims.keptUntil),
      ...mandatesKept(mandates.keptUntil),
    ],
    again: billed?.until ?? claims.keptUntil ?? mandates.keptUntil,
  };
}

async function refuseInUse(
  { customers }: ErasePorts,
  { tenant, payer, record, subjects }: PayerHeld,
): Promise<void> {
  const count = clearOf(subjects).length;
  if (count > SUBJECTS_MAX) {
    throw new Rejection(
      'payer.too-many-subjects',
      `erase payers with at most ${SUBJECTS_MAX} subjects, which stand for a person: ${payer} has had ${count}`,
    );
  }
  if (record?.customer !== undefined && record.customer.archived !== true) {
    throw new Rejection(
      'payer.in-use',
      `archive it first, so that nothing more is billed to it: PUT /v1/customers/${payer} with "archived": true`,
    );
  }
  if (subjectOfKey(payer) === undefined) return;
  const [owned] = await listedSubjects(customers, tenant, subjects);
  if (owned !== undefined) throw hasCustomer();
}
