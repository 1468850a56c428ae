import type { Clock } from '../../kernel/clock.ts';
import { Rejection } from '../../kernel/rejection.ts';
import { localDate, localStart, type TimeZone, utc } from '../../kernel/time-zone.ts';
import { refuseBadAccount, refuseBadName, type SepaScheme } from './creditor.ts';
import type { Mandate, MandateVersion } from './mandate.ts';
import type { MandatePlace, Mandates } from './ports.ts';
import { isSepaReference } from './sepa-text.ts';

/** What mandates are kept with. */
export interface MandatePorts {
  readonly mandates: Mandates;
  readonly clock: Clock;
}

/** What a person says of a mandate. */
export interface MandateRequest extends Omit<MandateVersion, 'since'> {
  readonly scheme: SepaScheme;
  /** The seller's, by which days are told. */
  readonly timeZone: TimeZone;
}

const ATTEMPTS_MAX = 10;
/** Nobody changes their account so often. */
const VERSIONS_MAX = 20;

/**
 * Puts a mandate of a customer, or what has changed of it; as it is already, it stays, blocked too. A change takes the
 * block away.
 * @throws Rejection `mandate.invalid`, `mandate.already-assigned`, `mandate.revoked`, `mandate.changed-meanwhile`
 */
export async function putMandate(
  ports: MandatePorts,
  tenant: string,
  place: MandatePlace,
  request: MandateRequest,
): Promise<Mandate> {
  refuseInvalid(ports, place, request);
  const owner = await ports.mandates.claim(tenant, place);
  if (owner !== place.customer) {
    throw new Rejection(
      'mandate.already-assigned',
      `give the mandate a reference of its own: ${place.reference} is one of ${JSON.stringify(owner)}`,
    );
  }
  const { scheme, timeZone: _, ...said } = request;
  return changedMandate(ports, tenant, place, (before) => {
    const now = ports.clock.now();
    const version = { ...said, since: now };
    if (before === undefined) return { tenant, ...place, scheme, versions: [version] };
    const { revision: __, blocked, ...kept } = before;
    refuseUnchangeable(before, scheme);
    const last = before.versions.at(-1);
    if (last !== undefined && isSame(last, version)) return undefined;
    return { ...kept, versions: [...before.versions, version] };
  });
}

function refuseInvalid(
  { clock }: MandatePorts,
  { reference }: MandatePlace,
  { name, iban, bic, signedAt, timeZone }: MandateRequest,
): void {
  const invalid = (detail: string, param: string): Rejection =>
    new Rejection('mandate.invalid', detail, { param });
  if (!isSepaReference(reference)) {
    throw invalid(
      `name it by 1 to 35 letters, digits and / - ? : ( ) . , ' +, without // and slashes at its ends; got ${JSON.stringify(reference.slice(0, 80))}`,
      'reference',
    );
  }
  refuseBadName(name, invalid);
  refuseBadAccount({ iban, bic }, invalid);
  const today = localDate(clock.now(), timeZone);
  if (localStart(signedAt, utc) === undefined || signedAt > today) {
    throw invalid(
      `give the day on which it was signed, ${today} at the latest, got ${signedAt.slice(0, 40)}`,
      '/signedAt',
    );
  }
}

function refuseUnchangeable(before: Mandate, scheme: SepaScheme): void {
  const { reference, revokedAt, versions } = before;
  if (revokedAt !== undefined || versions.length === 0) {
    throw new Rejection('mandate.revoked', `have another signed: ${reference} is revoked`);
  }
  if (scheme !== before.scheme) {
    throw new Rejection(
      'mandate.invalid',
      `have another signed: ${reference} is one of ${before.scheme}, and stays so`,
      { param: '/scheme' },
    );
  }
  if (versions.length < VERSIONS_MAX) return;
  throw new Rejection(
    'mandate.invalid',
    `have another signed: ${reference} was changed ${VERSIONS_MAX} times`,
  );
}

const isSame = (one: MandateVersion, other: MandateVersion): boolean =>
  one.name === other.name &&
  one.iban === other.iban &&
  one.bic === other.bic &&
  one.signedAt === other.signedAt;

/**
 * Takes a mandate back for good; what is collected by it already is not stopped.
 * @throws Rejection `mandate.not-found`, `mandate.changed-meanwhile`
 */
export const revokeMandate = (
  ports: MandatePorts,
  tenant: string,
  place: MandatePlace,
): Promise<Mandate> =>
  changedMandate(ports, tenant, place, (before) => {
    if (before === undefined) throw mandateNotFound(place);
    const { revision: _, ...kept } = before;
    if (before.revokedAt !== undefined) return undefined;
    return { ...kept, revokedAt: ports.clock.now() };
  });

const mandateNotFound = ({ customer, reference }: MandatePlace): Rejection =>
  new Rejection(
    'mandate.not-found',
    `name a mandate of ${customer} by its reference, got ${JSON.stringify(reference.slice(0, 80))}`,
  );

/** Has nothing more collected by a mandate until somebody changes it. One that is gone needs no block. */
export async function blockMandate(
  ports: MandatePorts,
  tenant: string,
  place: MandatePlace,
  because: NonNullable<Mandate['blocked']> & { readonly version: number },
): Promise<void> {
  const { version, ...blocked } = because;
  if ((await ports.mandates.get(tenant, place)) === undefined) return;
  await changedMandate(ports, tenant, place, (before) => {
    // What came back was of an account that it has no more.
    if (before === undefined || before.versions.length !== version) return undefined;
    if (before.blocked !== undefined) return undefined;
    const { revision: _, ...kept } = before;
    return { ...kept, blocked };
  });
}

/** Notes what a bank knows of a mandate, once a batch has it, or again once that batch has come to nothing. */
export async function notePresented(
  ports: MandatePorts,
  tenant: string,
  place: MandatePlace,
  after: (before: Mandate['presented']) => Mandate['presented'],
): Promise<void> {
  if ((await ports.mandates.get(tenant, place)) === undefined) return;
  await changedMandate(ports, tenant, place, (before) => {
    if (before === undefined || before.versions.length === 0) return undefined;
    const { revision: _, presented: was, ...kept } = before;
    const presented = after(was);
    if (JSON.stringify(presented) === JSON.stringify(was)) return undefined;
    return { ...kept, ...(presented === undefined ? {} : { presented }) };
  });
}

/** Takes a payer's data off a mandate; answers whether there was any. */
export async function eraseMandate(
  ports: MandatePorts,
  tenant: string,
  place: MandatePlace,
): Promise<boolean> {
  let erased = false;
  if ((await ports.mandates.get(tenant, place)) === undefined) return false;
  await changedMandate(ports, tenant, place, (before) => {
    erased = before !== undefined && before.versions.length > 0;
    if (before === undefined || !erased) return undefined;
    const { revision: _, ...kept } = before;
    return { ...kept, revokedAt: before.revokedAt ?? ports.clock.now(), versions: [] };
  });
  return erased;
}

/** Puts what a change makes of a mandate; as it is, where that is undefined. */
async function changedMandate(
  { mandates }: Pick<MandatePorts, 'mandates'>,
  tenant: string,
  place: MandatePlace,
  change: (before: Mandate | undefined) => Omit<Mandate, 'revision'> | undefined,
): Promise<Mandate> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const before = await mandates.get(tenant, place);
    const changed = change(before);
    if (changed === undefined) {
      if (before === undefined) throw mandateNotFound(place);
      return before;
    }
    const next = { ...changed, revision: (before?.revision ?? 0) + 1 };
    if ((await mandates.put(next)) === 'put') return next;
  }
  throw new Rejection(
    'mandate.changed-meanwhile',
    `send the same request again: others were changing ${place.reference} at the same time`,
  );
}
